// What is typed and not saved: leaving asks, whichever way one leaves, and a lock loses nothing.
import { INES, TOM, signIn, unlock } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

const question = (page) => page.getByRole("dialog", { name: "Leave without saving?" });
const keep = async (page) => {
  await question(page).getByRole("button", { name: "Keep editing" }).click();
  await expect(question(page)).toBeHidden();
};
/** As another tab says it. */
const lock = (page) => page.evaluate(() => new BroadcastChannel("portal.session").postMessage("lock"));

async function openRename(page) {
  await page.getByRole("button", { name: "Actions for Birchwood Dental Care" }).click();
  await page.getByRole("menuitem", { name: "Rename…" }).click();
  return page.getByLabel("Client name");
}

test("a dialog with something unsaved asks before it closes", async ({ page }) => {
  await signIn(page, INES);
  const name = await openRename(page);
  await page.keyboard.press("Escape");
  await expect(name, "nothing was changed").toBeHidden();
  await openRename(page);
  await name.fill("Birchwood Ltd");
  await page.keyboard.press("Escape");
  await expect(question(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(question(page)).toBeHidden();
  await expect(name).toHaveValue("Birchwood Ltd");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await question(page).getByRole("button", { name: "Discard changes" }).click();
  await expect(name).toBeHidden();
  await openRename(page);
  await expect(name).toHaveValue("Birchwood Dental Care");
});

test("a page with something unsaved asks before a link, Back, signing out and the end of the tab", async ({ page, server }) => {
  await signIn(page, TOM);
  await page.getByRole("button", { name: /^Your account/ }).click();
  await page.getByRole("menuitem", { name: "Account settings" }).click();
  const name = page.getByLabel("Name", { exact: false }).first();
  await name.fill("Tom B.");
  const here = page.url();
  await page.getByRole("link", { name: "Clients" }).first().click();
  await expect(question(page)).toBeVisible();
  await keep(page);
  await page.evaluate(() => history.back());
  await expect(question(page)).toBeVisible();
  expect(page.url()).toBe(here);
  await keep(page);
  await page.getByRole("button", { name: /^Your account/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(question(page)).toBeVisible();
  await keep(page);
  await expect(name).toHaveValue("Tom B.");
  const asked = page.waitForEvent("dialog");
  await page.close({ runBeforeUnload: true });
  const end = await asked;
  expect(end.type()).toBe("beforeunload");
  await end.dismiss();
  await page.getByRole("link", { name: "Clients" }).first().click();
  await question(page).getByRole("button", { name: "Discard changes" }).click();
  await expect(page).toHaveURL(/\/clients$/);
  // Once it is saved there is nothing left to ask, and the way one wanted to go is free.
  await page.getByRole("button", { name: /^Your account/ }).click();
  await page.getByRole("menuitem", { name: "Account settings" }).click();
  await name.fill("Tom B.");
  await server.fault({ method: "PUT", path: "/api/accounts/profile", delayMs: 2000, times: 1 });
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("link", { name: "Clients" }).first().click();
  await expect(question(page)).toBeVisible();
  await expect(page).toHaveURL(/\/clients$/);
  await expect(question(page)).toBeHidden();
});

test("what was typed is there again after a lock, and gone after signing out", async ({ page }) => {
  await signIn(page, INES);
  const name = await openRename(page);
  await name.fill("Birchwood Ltd");
  await lock(page);
  await unlock(page, INES);
  await expect(name).toHaveValue("Birchwood Ltd");
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state]));
  expect(kept, "in memory only").not.toContain("Birchwood Ltd");
  await lock(page);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Sign out" }).click();
  await signIn(page, INES);
  await expect(page.getByRole("row", { name: /Birchwood/ })).toBeVisible();
  await expect(name).toBeHidden();
});
