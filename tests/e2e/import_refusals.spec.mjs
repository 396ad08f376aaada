// What the server may say to an import, files that are too large to be read, and what is left when it is over.
import { closeSync, ftruncateSync, openSync } from "node:fs";
import { choose, chooseAgain, fileField, idOf, importButton, importIt, items, openImport, sample } from "./support/import.mjs";
import { TOM, signIn } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

const IMPORT = { method: "POST", path: "/api/ciphers/import-organization", times: 1 };
const ROWS = "name,url,username,password\nFirst,https://a.example,anna,p1\nSecond,https://b.example,bob,p2\nThird,https://c.example,cara,p3\n";

test("items that the server refuses are named, with line and field, and can be imported once it is mended", async ({ page, server }) => {
  await signIn(page, TOM);
  await openImport(page, "Bakery");
  await choose(page, "rows.csv", Buffer.from(ROWS));
  const validationErrors = { "Ciphers[1].Login.Username": ["Longer than 1,000."], "Ciphers[2].Name": ["Not encrypted."] };
  await server.fault({ ...IMPORT, status: 400, body: { message: "The model state is invalid.", validationErrors } });
  await importButton(page).click();
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("Nothing was imported");
  await expect(alert).toContainText("The server refuses these items:");
  await expect(alert.getByRole("listitem")).toHaveText(["Line 3, Second: The user name: Longer than 1,000.", "Line 4, Third: The name: Not encrypted."]);
  expect(await items(server, idOf(page))).toHaveLength(0);
  await importIt(page);
  await expect(alert).toHaveCount(0);
  expect(await items(server, idOf(page))).toHaveLength(3);
});

test("too many bytes, a lost answer and a missing right each say what is known", async ({ page, server }) => {
  await signIn(page, TOM);
  await openImport(page, "Isar");
  await choose(page, "rows.csv", Buffer.from(ROWS));
  const alert = page.getByRole("alert");
  await server.fault({ ...IMPORT, status: 413, body: "" });
  await importButton(page).click();
  await expect(alert).toContainText("Nothing was imported");
  await expect(alert).toContainText("The encrypted import has 1 MB, which is more than this server reads at once. Split the file.");
  await server.healthy();
  await server.fault({ ...IMPORT, status: 404, body: { message: "Resource not found." } });
  await importButton(page).click();
  await expect(alert).not.toContainText("The encrypted import has");
  await expect(alert).toBeVisible();
  await server.healthy();
  expect(await items(server, idOf(page))).toHaveLength(0);

  // A browser by itself sends a request again when a used connection breaks before an answer: each of them is cut.
  const sent = [];
  page.on("request", (request) => request.url().includes("import-organization") && sent.push(request.method()));
  const { times: _, ...always } = IMPORT;
  await server.fault({ ...always, cut: "after" });
  await importButton(page).click();
  await expect(alert).toContainText("It is not known whether the import arrived");
  await expect(alert).toContainText("Look at the client's collections before you import again");
  expect(sent, "the portal does not repeat it").toEqual(["POST"]);
  await server.healthy();
  expect((await items(server, idOf(page))).length, "it did arrive").toBeGreaterThan(0);
  // What it made is part of the rehearsal by now.
  await expect(page.getByRole("region", { name: /afterwards/ }).getByText("Reused", { exact: true })).toBeVisible();
});

test("a file of 500 MB is refused before it is read, and the page lives on", async ({ page }, info) => {
  await signIn(page, TOM);
  await openImport(page, "Harbour");
  // Sparse: it takes no room on the disk.
  const path = info.outputPath("huge.csv");
  const file = openSync(path, "w");
  ftruncateSync(file, 500 << 20);
  closeSync(file);
  await fileField(page).setInputFiles(path);
  await expect(page.getByRole("alert")).toContainText("It is larger than 96 MB");
  await chooseAgain(page, "good.csv", sample("chromium.csv"));
  await expect(importButton(page)).toHaveText(/^Import 3 items into/);
});

test("when it is over the reader has ended, and nothing is left that could be taken again", async ({ page, server }) => {
  await signIn(page, TOM);
  await openImport(page, "Sundial");
  await choose(page, "rows.csv", Buffer.from(ROWS));
  await expect(importButton(page)).toBeEnabled();
  const address = await page.locator("script[data-import]").getAttribute("data-import");
  const readers = () => page.workers().filter((worker) => new URL(worker.url()).pathname === new URL(address, page.url()).pathname);
  expect(readers()).toHaveLength(1);
  const over = readers()[0].waitForEvent("close");
  await importIt(page);
  await over;
  expect(readers()).toEqual([]);
  await expect(importButton(page)).toHaveCount(0);
  // Going back and on starts at the beginning: the page kept nothing either.
  await page.getByRole("link", { name: "See the collections" }).click();
  await page.goBack();
  await expect(fileField(page)).toBeVisible();
  await expect(importButton(page)).toHaveCount(0);
  expect(readers()).toEqual([]);
  expect(await items(server, idOf(page))).toHaveLength(3);
});
