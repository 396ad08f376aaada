// Accessibility of the screen that is open: axe in light and dark, nothing sideways at 360 pixels.
import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "./test.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Runs axe in both themes and at both widths. */
export async function expectAccessible(page) {
  const size = page.viewportSize();
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // What was on its way when motion was taken away still arrives; in between, colours are those of neither state.
    await expect.poll(() => moving(page), { message: "animations end" }).toBe(0);
    const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).slice(0, 4).join(" | ")}`);
    expect(found, `axe, ${colorScheme}, ${page.url()}`).toEqual([]);
  }
  await page.setViewportSize({ width: 360, height: 800 });
  await expect.poll(() => sideways(page), { message: "scrolls sideways at 360 px" }).toBeLessThanOrEqual(0);
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

/** How many animations and transitions are on their way to an end. */
const moving = (page) =>
  page.evaluate(() => {
    const ends = (animation) => animation.playState === "running" && Number.isFinite(animation.effect?.getComputedTiming().endTime);
    return document.getAnimations().filter(ends).length;
  });

/** By how many pixels the page is wider than its window. */
const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
