// The import's other ways: instructions for each format, pasted text, an encrypted export of this very client, and where
// things go.
import { Api } from "./support/api.mjs";
import { expectAccessible } from "./support/axe.mjs";
import { choose, idOf, importButton, importIt, items, openImport, sample } from "./support/import.mjs";
import { clientKey, restrictedExport } from "./support/keys.mjs";
import { INES, TOM, signIn } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

test("each format says how its file is got, before one is chosen", async ({ page }) => {
  await signIn(page, TOM);
  await openImport(page, "Birchwood");
  const guide = page.getByRole("region", { name: "How to get the file" });
  const select = guide.getByLabel("Other password manager");
  const formats = (await select.getByRole("option").allTextContents()).slice(1);
  expect(formats).toHaveLength(25);
  const said = new Set();
  for (const format of formats) {
    await select.selectOption({ label: format });
    await expect(guide.getByText(`${format}: how to get the file`)).toBeVisible();
    const words = await guide.getByRole("status").innerText();
    expect(words.length, format).toBeGreaterThan(format.length + 60);
    expect(said.has(words), `${format} has words of its own`).toBe(false);
    said.add(words);
  }
  await select.selectOption({ label: "1Password (1pux)" });
  const link = guide.getByRole("link", { name: /^Help at support\.1password\.com/ });
  await expect(link).toHaveAttribute("href", "https://support.1password.com/export/");
  await expect(link).toHaveAttribute("rel", "noopener noreferrer");
  await expectAccessible(page);

  // What was recognised says it, too, and another choice changes it.
  await choose(page, "safari.csv", sample("safari.csv"));
  await expect(page.getByText("Safari, macOS Passwords (csv): how to get the file")).toBeVisible();
  await page.getByLabel("Format").selectOption({ label: "LastPass (csv)" });
  await expect(page.getByText("LastPass (csv): how to get the file")).toBeVisible();
});

test("pasted text leaves the field at once, moves to the reader as bytes, and the receipt says what is true of it", async ({ page }) => {
  await page.addInitScript(() => {
    const post = Worker.prototype.postMessage;
    globalThis.__said = [];
    Worker.prototype.postMessage = function (message, ...rest) {
      const result = post.call(this, message, ...rest);
      const [text, beside] = Array.isArray(message) ? message : [message];
      globalThis.__said.push({ text: String(text), left: beside instanceof ArrayBuffer ? beside.byteLength : undefined });
      return result;
    };
  });
  await signIn(page, TOM);
  await openImport(page, "Harbour");
  await page.getByText("Paste text instead").click();
  const field = page.getByLabel("Content of the export file");
  await field.fill("{ \"not\": \"an export, but s3cret-zzz\" }");
  await page.getByRole("button", { name: "Read the text" }).click();
  await expect(page.getByRole("alert")).toContainText("No format fits its content");
  await expect(field).toHaveValue("");
  await page.getByRole("button", { name: "Read the text" }).click();
  await expect(page.getByText("Paste the content of the export file first.")).toBeVisible();

  await field.fill("name,url,username,password\nRouter,http://router.local,admin,s3cret-zzz\nRouter,http://router.local,admin,s3cret-zzz\n");
  await page.getByRole("button", { name: "Read the text" }).click();
  await expect(importButton(page)).toHaveText(/^Import 1 item into/);
  // It is there twice, and comes once.
  await expect(page.getByRole("row", { name: "Logins 2 1" })).toBeVisible();
  const said = await page.evaluate(() => globalThis.__said);
  const handed = said.filter(({ left }) => left !== undefined);
  expect(handed.map(({ left }) => left), "the bytes moved, nothing stayed").toEqual([0, 0]);
  expect(said.filter(({ text }) => text.includes("s3cret-zzz"))).toEqual([]);
  await importIt(page);
  await expect(page.getByText("The clipboard still has what you copied")).toBeVisible();
  await expect(page.getByText("The program that held the file has ended")).toHaveCount(0);
});

test("an encrypted export of this client opens here, and nowhere else", async ({ page, server }) => {
  await signIn(page, TOM);
  await openImport(page, "Pinecrest");
  const key = await clientKey(server, INES, idOf(page));
  const file = restrictedExport(key, "Vault/Restored", [["Router", "admin", "one"], ["Printer", "admin", "two"], ["Switch", "root", "three"]]);
  await choose(page, "restricted.json", Buffer.from(file));
  await expect(page.getByText("This is a rehearsal of restricted.json")).toBeVisible();
  await expect(page.getByLabel("Format")).toHaveValue("bitwarden-restricted");
  await expect(page.getByRole("region", { name: /afterwards/ }).getByText("Restored")).toBeVisible();
  await expect(page.getByRole("row", { name: "Logins 3 3" })).toBeVisible();
  await expectAccessible(page);
  await importIt(page);
  expect(await items(server, idOf(page))).toHaveLength(3);

  await page.getByRole("link", { name: "Clients", exact: true }).first().click();
  await openImport(page, "Harbour");
  await choose(page, "restricted.json", Buffer.from(file));
  await expect(page.getByText("It can only be opened by the account or organisation it was exported from")).toBeVisible();
});

test("files go below a collection that is there, join those of the same name, or do not", async ({ page, server }) => {
  await signIn(page, TOM);
  await openImport(page, "Delta");
  const client = idOf(page);
  const collections = async () => (await (await Api.signIn(server, INES)).call("GET", `organizations/${client}/collections/details`)).data.length;
  const before = await collections();
  await choose(page, "one.csv", sample("passbolt.csv"));
  await page.getByLabel("Below").selectOption("new");
  await page.getByLabel("Name of the new collection").fill("Handover");
  await importIt(page);
  // "Handover", "Clients" and "Clients/Contoso" below it.
  await expect(page.getByText("0 reused, 3 new")).toBeVisible();
  expect(await collections()).toBe(before + 3);

  // Below what exists now, joining it: nothing new.
  await page.getByRole("button", { name: "Import another file" }).click();
  await choose(page, "two.csv", sample("passbolt.csv"));
  await page.getByLabel("Below").selectOption({ label: "Handover" });
  const target = page.getByRole("region", { name: /afterwards/ });
  await expect(target.getByText("Reused", { exact: true })).toHaveCount(3);
  await importIt(page);
  await expect(page.getByText("3 reused, 0 new")).toBeVisible();
  expect(await collections()).toBe(before + 3);

  // Not joining: only the chosen one is reused, and everything below it is new once more.
  await page.getByRole("button", { name: "Import another file" }).click();
  await choose(page, "three.csv", sample("passbolt.csv"));
  await page.getByLabel("Below").selectOption({ label: "Handover" });
  await page.getByLabel("Join collections of the same name").uncheck();
  await expect(target.getByText("Reused", { exact: true })).toHaveCount(1);
  await expect(target.getByText("New", { exact: true })).toHaveCount(2);
  await importIt(page);
  await expect(page.getByText("1 reused, 2 new")).toBeVisible();
  expect(await collections()).toBe(before + 5);
});
