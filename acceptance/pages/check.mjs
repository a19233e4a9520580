// Opens each page at three widths, light and dark, English and Hindi: axe-core must find nothing, nothing may scroll
// sideways, nothing may be loaded from elsewhere, and the console must stay quiet. Screenshots go to target/pages.
// usage: node check.mjs [base URL, http://localhost:8080]        CHROMIUM names the browser where it is not found
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const base = process.argv[2] ?? "http://localhost:8080";
const browserPath = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
  .find((path) => path && existsSync(path));
if (!browserPath) {
  console.error("No Chromium found: install it or name it in CHROMIUM.");
  process.exit(2);
}

const pages = { start: "/", docs: "/docs", "docs-none": "/docs?q=no+such+route", errors: "/docs/errors", missing: "/no-such-page",
  sandbox: "/sandbox", time: "/sandbox/page/time", scenarios: "/sandbox/page/scenarios", catchers: "/sandbox/page/catchers", company: "/sandbox/page/company" };
const shots = new URL("../target/pages/", import.meta.url).pathname;
mkdirSync(shots, { recursive: true });

const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
const faults = [];
for (const scheme of ["light", "dark"]) {
  for (const width of [360, 768, 1280]) {
    for (const locale of ["en", "hi"]) {
      const context = await browser.newContext({
        viewport: { width, height: 900 }, colorScheme: scheme, locale, bypassCSP: true, reducedMotion: "reduce",
      });
      for (const [name, path] of Object.entries(pages)) {
        const at = `${name} ${width} ${scheme} ${locale}`;
        const page = await context.newPage();
        page.on("console", (message) => {
          if (message.type() === "error" && !message.text().includes("404")) faults.push(`${at}: console: ${message.text()}`);
        });
        page.on("pageerror", (error) => faults.push(`${at}: script: ${error.message}`));
        page.on("request", (request) => {
          if (!request.url().startsWith(base) && !request.url().startsWith("data:")) faults.push(`${at}: asks ${request.url()}`);
        });
        await page.goto(base + path, { waitUntil: "load" });
        await page.screenshot({ path: `${shots}${name}-${width}-${scheme}-${locale}.png`, fullPage: true });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (wide > 0) faults.push(`${at}: scrolls ${wide} px sideways`);
        const small = await page.evaluate(() => [...document.querySelectorAll("button, input, summary, .links a, .brand")]
          .filter((each) => each.offsetParent && each.getBoundingClientRect().height < 43.5).map((each) => each.outerHTML.slice(0, 80)));
        small.forEach((each) => faults.push(`${at}: lower than 44 px: ${each}`));
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run());
        for (const violation of violations) {
          faults.push(`${at}: axe ${violation.id} (${violation.impact}): ${violation.nodes.map((node) => node.target.join(" ")).slice(0, 3).join(", ")}`);
        }
        await page.close();
      }
      await context.close();
    }
  }
}

// With the real content security policy: copying, the theme switch and the search work, and the keyboard reaches them.
const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
await context.grantPermissions(["clipboard-read", "clipboard-write"]);
const page = await context.newPage();
page.on("console", (message) => { if (message.type() === "error") faults.push(`policy: ${message.text()}`); });
await page.goto(base + "/");
await page.keyboard.press("Tab");
if (!(await page.evaluate(() => document.activeElement.classList.contains("skip")))) faults.push("keyboard: the first stop is not the skip link");
await page.locator("[data-copy-code]").first().click();
const copied = await page.evaluate(() => navigator.clipboard.readText());
if (!copied.includes("BASE=")) faults.push(`copy: the clipboard holds ${copied}`);
await page.locator("[data-theme-switch]").click();
await page.reload();
if (!(await page.evaluate(() => document.documentElement.dataset.theme))) faults.push("theme: the choice is forgotten");
await page.goto(base + "/docs");
await page.keyboard.press("/");
await page.keyboard.type("zzzz");
const left = await page.locator(".route:visible").count();
if (left > 0) faults.push(`search: ${left} routes left for zzzz`);

const quiet = await browser.newContext({ javaScriptEnabled: false });
const plain = await quiet.newPage();
await plain.goto(base + "/");
if (await plain.locator("[data-copy-code]:visible").count()) faults.push("without JavaScript: copy buttons that do nothing");
await browser.close();

for (const fault of new Set(faults)) console.log(fault);
console.log(faults.length === 0 ? `no fault; screenshots in ${shots}` : `${new Set(faults).size} faults`);
process.exit(faults.length === 0 ? 0 : 1);
