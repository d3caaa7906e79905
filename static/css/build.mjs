/*
 * Builds static/build/portal.css: the NL Design System without what no template uses, then our own
 * layers. Runs at set-up (`make css`); the portal needs no Node at run time.
 *
 * Layers, weakest first: `system` (tokens and Utrecht components), `portal` (static/css/*.css).
 * A council's own file of CSS variables stands outside the layers and so always wins.
 */
import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

import { transform } from "lightningcss";
import { PurgeCSS } from "purgecss";

const require = createRequire(import.meta.url);
const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../..");
const build = path.join(root, "static/build");

const OWN = [
  ...["theme.css", "base.css", "layout.css", "pages.css", "components.css", "tables.css", "standing.css"],
  ...["lists.css", "overview.css", "public.css", "boss.css", "fair_time.css", "search.css", "forms.css", "print.css"],
];
const SYSTEM = [
  "@nl-design-system-unstable/voorbeeld-design-tokens/dist/variables.css",
  "@utrecht/component-library-css/dist/index.css",
];
const FONT = "@fontsource-variable/noto-sans/files/noto-sans-latin-wght-normal.woff2";
const FONT_NAME = "noto-sans.woff2";
const filename = "portal.css";

// What a first visit may weigh; a build over it fails.
const MAX_BROTLI_CSS = 20 * 1024;
const MAX_FONTS = 60 * 1024;

// Classes that pages may start to use between two builds, beside those the templates name now.
const KEEP = [
  "utrecht-button utrecht-button--primary-action utrecht-button--secondary-action utrecht-button--subtle",
  "utrecht-button-link utrecht-button-link--html-a utrecht-link utrecht-link--html-a utrecht-paragraph",
  "utrecht-alert utrecht-alert--info utrecht-alert--ok utrecht-alert--warning utrecht-alert--error",
  "utrecht-status-badge utrecht-status-badge--inactive utrecht-status-badge--neutral utrecht-status-badge--success",
  "utrecht-status-badge--warning utrecht-status-badge--danger utrecht-form-field utrecht-form-field--invalid utrecht-form-label utrecht-textbox",
  "utrecht-textarea utrecht-select utrecht-unordered-list utrecht-ordered-list utrecht-separator",
  "utrecht-heading-1 utrecht-heading-2 utrecht-heading-3 utrecht-heading-4",
].flatMap((names) => names.split(" "));

function read(file) {
  return readFileSync(file, "utf8");
}

async function main() {
  mkdirSync(build, { recursive: true });
  const font = require.resolve(FONT);
  copyFileSync(font, path.join(build, FONT_NAME));

  const own = OWN.map((name) => read(path.join(here, name))).join("\n");
  const system = SYSTEM.map((name) => read(require.resolve(name))).join("\n");
  const content = [
    { raw: own, extension: "css" },
    ...["templates/**/*.html", "static/js/*.js", "ros_portal/**/*.py"].map((glob) => path.join(root, glob)),
  ];

  const purger = new PurgeCSS();
  const [used] = await purger.purge({
    content,
    css: [{ raw: system }],
    keyframes: true,
    safelist: KEEP,
  });

  const whole = `
@layer system, portal;
@font-face {
  font-family: "Noto Sans";
  font-style: normal;
  font-weight: 100 900;
  font-display: swap;
  src: url("${FONT_NAME}") format("woff2");
}
@layer system { ${used.css} }
@layer portal { ${own} }
`;
  // A second pass drops the tokens that nothing reads any more.
  const { code } = transform({
    filename,
    code: dropUnusedVariables(whole),
    minify: true,
    targets: { chrome: 105 << 16, firefox: 104 << 16, safari: (15 << 16) | (6 << 8) },
  });
  writeFileSync(path.join(build, "portal.css"), code);

  const brotli = brotliCompressSync(code).length;
  const fontSize = statSync(font).size;
  console.log(
    `static/build/portal.css: ${kb(code.length)} kB, ${kb(brotli)} kB with brotli; fonts ${kb(fontSize)} kB`,
  );
  if (brotli > MAX_BROTLI_CSS) throw new Error(`The style sheet is over ${kb(MAX_BROTLI_CSS)} kB with brotli.`);
  if (fontSize > MAX_FONTS) throw new Error(`The fonts are over ${kb(MAX_FONTS)} kB.`);
}

/** Remove declarations of custom properties that no var() reads, until none is left. */
function dropUnusedVariables(css) {
  let code = Buffer.from(css);
  for (;;) {
    const read = new Set();
    let dropped = 0;
    transform({ filename, code, visitor: { Variable: ({ name }) => void read.add(name.ident) } });
    const custom = ({ name }) => {
      if (!name.startsWith("--") || read.has(name)) return;
      dropped += 1;
      return [];
    };
    code = transform({ filename, code, visitor: { Declaration: { custom } } }).code;
    if (dropped === 0) return code;
  }
}

function kb(bytes) {
  return (bytes / 1024).toFixed(1);
}

await main();
