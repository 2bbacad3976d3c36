// The cards in a browser: search, deck pages, reviews of every kind, and what is yours to keep.
import { expect, test } from "@playwright/test";

test.describe("the card browser", () => {
  test("finds cards by their words, a tag and an id, and says when it finds none", async ({
    page,
  }) => {
    await page.goto("cards/browse/");
    const search = page.getByRole("searchbox", { name: /^Search/ });
    const found = page.locator(".found li");
    await search.fill("WWW-Authenticate 401");
    await expect(found.first()).toContainText("http.status.401-field");
    await search.fill("http.status.422-name");
    await expect(found.first()).toContainText("http.status.422-name");
    await search.fill("client-errors");
    await expect(page.getByRole("status").first()).toHaveText(/^\d+ cards/);
    await search.fill("zeppelin");
    await expect(page.getByRole("status").first()).toContainText("No card matches");
    await search.fill("");
    await expect(page.locator(".questions li").first()).toBeVisible();
  });

  test("leads from a lasting address to the card, from there to the paragraph, and back", async ({
    page,
  }) => {
    await page.goto("cards/browse/#http.status.401-field");
    await expect(page).toHaveURL(/cards\/status-4xx-5xx\/#http\.status\.401-field$/);
    const card = page.locator('[id="http.status.401-field"]');
    await expect(card).toBeInViewport();
    await card.getByText("Answer", { exact: true }).click();
    await card.getByRole("link", { name: "Taught here" }).click();
    await expect(page.locator("#which-4xx")).toBeInViewport();
    await page.goBack();
    await expect(card).toBeInViewport();
  });

  test("lists every card, and a deck folds its answers @no-js", async ({ page }) => {
    await page.goto("cards/browse/");
    const cards = await page.locator(".questions li").count();
    expect(cards).toBeGreaterThan(50);
    await page.locator(".questions a").first().click();
    await expect(page).toHaveURL(/\/cards\/[a-z0-9-]+\/#/);
    const answer = page.locator(".card details").first();
    await expect(answer.locator(".explain")).toBeHidden();
    await answer.locator("summary").click();
    await expect(answer.locator(".explain")).toBeVisible();
  });
});
