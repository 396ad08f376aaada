// Import into a client, by a service user who is no member of it: rehearsal, each kind of file, encrypted exports, and
// files that attack.
import { readFileSync } from "node:fs";
import { Api } from "./support/api.mjs";
import { expectAccessible } from "./support/axe.mjs";
import { choose, chooseAgain, idOf, importButton, importIt, items, openImport, sample } from "./support/import.mjs";
import { INES, TOM, signIn } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";
import { zip } from "./support/zip.mjs";

const vectors = JSON.parse(readFileSync(new URL("../vectors/crypto.json", import.meta.url)));

test("a file is rehearsed, imported and confirmed by a receipt", async ({ page, server }) => {
  await signIn(page, TOM);
  await openImport(page, "Castellan");
  const writes = [];
  page.on("request", (request) => request.method() !== "GET" && writes.push(request.url()));
  await expectAccessible(page);
  await choose(page, "castellan.xml", sample("keepass2.xml"));

  await expect(page.getByText("This is a rehearsal of castellan.xml")).toBeVisible();
  await expect(page.getByLabel("Format")).toHaveValue("keepass2-xml");
  const source = page.getByRole("region", { name: "In the file" });
  await expect(source.getByText("Büro")).toBeVisible();
  const target = page.getByRole("region", { name: /afterwards/ });
  await expect(target.getByText("Drucker")).toBeVisible();
  await expect(target.getByText("New").first()).toBeVisible();
  const problems = page.getByRole("region", { name: "Things to know" });
  await expect(problems.getByText("1 attachment stays behind")).toBeVisible();
  await expect(problems.getByText("1 entry is left out")).toBeVisible();
  // What it is, before and after.
  const kinds = page.getByRole("table", { name: "Items by type" });
  await expect(kinds.getByRole("row", { name: "Logins 2 2" })).toBeVisible();
  await expect(kinds.getByRole("row", { name: "Total 2 2" })).toBeVisible();
  await expect(page.getByText("KeePass 2 (xml): how to get the file")).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    problems.getByRole("button", { name: "Save the list" }).click(),
  ]);
  expect(download.suggestedFilename()).toContain("Castellan");
  await expectAccessible(page);

  // Another place: everything goes below it.
  await page.getByLabel("Below").selectOption("new");
  await page.getByLabel("Name of the new collection").fill("KeePass");
  await expect(target.getByText("KeePass")).toBeVisible();
  expect(writes.filter((url) => url.includes("/api/ciphers"))).toEqual([]);
  await importIt(page);
  expect(writes.filter((url) => url.includes("import-organization"))).toHaveLength(1);
  await expect(page.getByText("0 reused, 3 new")).toBeVisible();
  await expect(kinds.getByRole("row", { name: "Logins 2", exact: true })).toBeVisible();
  await expect(kinds.getByRole("row", { name: "Total 2", exact: true })).toBeVisible();
  await expect(page.getByText("The program that held the file has ended")).toBeVisible();
  await expectAccessible(page);
  const stored = await items(server, idOf(page));
  expect(stored).toHaveLength(2);
  expect(JSON.stringify(stored)).not.toContain("Drucker");
  await page.getByRole("link", { name: "See the collections" }).click();
  await expect(page.getByText("KeePass").first()).toBeVisible();
});

test("cards that a policy keeps out are left out and named before anything is sent", async ({ page, server }) => {
  const client = "Riverbend Regional Water Supply";
  const api = await Api.signIn(server, INES);
  const { providerOrganizations } = await api.call("GET", "accounts/profile");
  const { id } = providerOrganizations.find((one) => one.name.startsWith(client));
  const policy = (enabled) => api.call("PUT", `organizations/${id}/policies/15`, { policy: { enabled, data: null } });
  await policy(true);
  await signIn(page, TOM);
  await openImport(page, client);
  const file = { encrypted: false, folders: [], items: [
    { type: 1, name: "Pump station", login: { username: "pump" } },
    { type: 3, name: "Company card", card: { number: "4111111111111111" } },
  ] };
  await choose(page, "riverbend.json", Buffer.from(JSON.stringify(file)));
  const problems = page.getByRole("region", { name: "Things to know" });
  await expect(problems.getByText("1 payment card is left out")).toBeVisible();
  await expect(problems.getByText("The policy “No card items” of this client keeps them out.")).toBeVisible();
  await problems.getByText("Show it").click();
  await expect(problems.getByText("Company card")).toBeVisible();
  await expect(importButton(page)).toHaveText(/^Import 1 item into/);
  await importIt(page);
  await expect(page.getByText("Left out as too long or by a policy")).toBeVisible();
  expect(await items(server, id)).toHaveLength(1);
  await policy(false);
});

test("every kind of file is recognised and imported", async ({ page, server }) => {
  test.setTimeout(240_000);
  await signIn(page, TOM);
  await openImport(page, "Eastgate");
  const client = idOf(page);
  const files = [
    ["bitwarden-json", sample("bitwarden.json"), 6],
    ["bitwarden-csv", sample("bitwarden-org.csv"), 2],
    ["1password-1pux", zip({ "export.data": sample("onepassword.export.data.json") }), 6],
    ["1password-csv", sample("onepassword.csv"), 2],
    ["chromium-csv", sample("chromium.csv"), 3],
    ["firefox-csv", sample("firefox.csv"), 2],
    ["safari-csv", sample("safari.csv"), 1],
    ["dashlane-zip", zip({ "credentials.csv": sample("dashlane-credentials.csv"), "securenotes.csv": sample("dashlane-securenotes.csv") }), 3],
    ["dashlane-csv", sample("dashlane-payments.csv"), 2],
    ["enpass-json", sample("enpass.json"), 4],
    ["enpass-csv", sample("enpass.csv"), 3],
    ["keepass2-xml", sample("keepass2.xml"), 2],
    ["keeper-json", sample("keeper.json"), 5],
    ["keeper-csv", sample("keeper.csv"), 2],
    ["lastpass-csv", sample("lastpass.csv"), 5],
    ["nordpass-csv", sample("nordpass.csv"), 4],
    ["passbolt-csv", sample("passbolt.csv"), 2],
    ["protonpass-zip", zip({ "Proton Pass/data.json": sample("proton.json") }), 5],
    ["protonpass-json", sample("proton.json"), 5],
    ["protonpass-csv", sample("proton.csv"), 3],
    ["roboform-csv", sample("roboform.csv"), 2],
    ["zoho-csv", sample("zoho.csv"), 2],
    ["generic-csv", sample("generic.csv"), 2],
  ];
  let sum = 0;
  for (const [format, buffer, count] of files) {
    await test.step(format, async () => {
      await choose(page, "export.bin", buffer);
      await expect(page.getByLabel("Format")).toHaveValue(format);
      await expect(importButton(page)).toHaveText(new RegExp(`^Import ${count} items? into`));
      await importIt(page);
      sum += count;
      await page.getByRole("button", { name: "Import another file" }).click();
    });
  }
  expect(await items(server, client)).toHaveLength(sum);
});

test("encrypted exports open with their password or not at all", async ({ page, server }) => {
  await signIn(page, TOM);
  await openImport(page, "Meridian");
  const { file, password } = vectors.groups.export.find((one) => one.id === "pw_0");
  await choose(page, "export.json", Buffer.from(JSON.stringify(file)));
  const field = page.getByLabel("Password of the file", { exact: true });
  await field.fill("not this one");
  await page.getByRole("button", { name: "Open the file" }).click();
  await expect(page.getByText("This is not the password of the file")).toBeVisible();
  await expectAccessible(page);
  await field.fill(password);
  await page.getByRole("button", { name: "Open the file" }).click();
  await expect(page.getByText("This is a rehearsal of export.json")).toBeVisible();
  await importIt(page);
  expect((await items(server, idOf(page))).length).toBeGreaterThan(0);

  await page.getByRole("button", { name: "Import another file" }).click();
  const restricted = vectors.groups.export.find((one) => one.kind === "account");
  await choose(page, "export.json", Buffer.from(JSON.stringify(restricted.file)));
  await expect(page.getByText("It can only be opened by the account or organisation it was exported from")).toBeVisible();
});

test("a table that no format fits is read by hand", async ({ page }) => {
  await signIn(page, TOM);
  await openImport(page, "Harbour");
  await page.getByText("Paste text instead").click();
  await page.getByLabel("Content of the export file").fill("Thing;Where;Geheim\nRouter;http://router.local;s3cret\n");
  await page.getByRole("button", { name: "Read the text" }).click();
  await expect(page.getByText("Say which column is the name")).toBeVisible();
  await page.getByLabel("Thing", { exact: true }).selectOption({ label: "Name" });
  await page.getByLabel("Where", { exact: true }).selectOption({ label: "Website" });
  await page.getByLabel("Geheim", { exact: true }).selectOption({ label: "Password" });
  await page.getByLabel("The first row names the columns").check();
  await expect(importButton(page)).toHaveText(/^Import 1 item into/);
  await expectAccessible(page);
});

test("files that are wrong or attack end in a clear error, and the page lives on", async ({ page }) => {
  await signIn(page, TOM);
  await openImport(page, "Birchwood");
  const bomb = "<?xml version=\"1.0\"?><!DOCTYPE z [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><KeePassFile>&b;</KeePassFile>";
  const whole = zip({ "export.data": sample("onepassword.export.data.json") });
  const dashlane = zip({ "credentials.csv": sample("dashlane-credentials.csv"), "ids.csv": sample("dashlane-ids.csv") });
  const { encKeyValidation_DO_NOT_EDIT: _, ...unchecked } = JSON.parse(sample("bitwarden-restricted.json"));
  const bad = [
    ["empty.csv", Buffer.from(""), "There is nothing in the file"],
    ["photo.png", Buffer.from("\x89PNG\0\0\0\0", "latin1"), "It is not a file of this format"],
    ["laughs.xml", Buffer.from(bomb), "It declares entities"],
    ["cut.1pux", whole.subarray(0, whole.length / 2), "It is damaged or incomplete"],
    ["cut.zip", dashlane.subarray(0, dashlane.length / 2), "It is damaged or incomplete"],
    ["unchecked.json", Buffer.from(JSON.stringify(unchecked)), "the part that tells which key or password opens it is missing"],
    ["bomb.1pux", zip({ "export.data": Buffer.alloc(32 << 20) }), "Unpacked it would be larger than any export"],
    ["cut.json", sample("bitwarden.json").subarray(0, 900), "It is damaged or incomplete"],
    ["head.csv", Buffer.from("name,url,username,password\n"), "there is no item in it"],
    ["page.html", Buffer.from("<html><body>hello</body></html>"), "No format fits its content"],
  ];
  for (const [name, buffer, words] of bad) {
    await test.step(name, async () => {
      await chooseAgain(page, name, buffer);
      await expect(page.getByRole("alert")).toContainText(words);
    });
  }
  await chooseAgain(page, "good.csv", sample("chromium.csv"));
  await expect(importButton(page)).toBeEnabled();
});

test("a cancel sends nothing", async ({ page, server }) => {
  await signIn(page, TOM);
  await openImport(page, "Bluefin");
  const rows = Array.from({ length: 3_000 }, (_, at) => `Site ${at},https://s${at}.example,user${at},pass${at}`).join("\n");
  await choose(page, "large.csv", Buffer.from(`name,url,username,password\n${rows}\n`));
  await importButton(page).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("The import was cancelled. Nothing was sent.")).toBeVisible();
  expect(await items(server, idOf(page))).toHaveLength(0);
});
