// One build step: bundles, subset fonts, TTF faces for documents, a sprite of only the icons named in our files.
import { build } from "esbuild";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const out = "build/static";
const ttf = "build/fonts-ttf";
const target = ["chrome109", "firefox115", "safari15.4"];

const walk = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  });

// The dark palette is written once and never printed; systems set to dark get a copy unless the person chose light.
const darkTwice = {
  name: "dark-twice",
  setup(bundle) {
    bundle.onLoad({ filter: /tokens-dark\.css$/ }, ({ path }) => {
      const chosen = readFileSync(path, "utf8");
      const system = chosen.replace(':root[data-theme="dark"]', ':root:not([data-theme="light"])');
      if (system === chosen) throw new Error("tokens-dark.css must open with :root[data-theme=\"dark\"]");
      const dark = `@media screen {\n${chosen}}\n@media screen and (prefers-color-scheme: dark) {\n${system}}\n`;
      return { contents: dark, loader: "css" };
    });
  },
};

async function bundles() {
  await build({
    entryPoints: { app: "assets/css/app.css" },
    bundle: true,
    minify: true,
    outdir: out,
    target,
    loader: { ".woff2": "file" },
    assetNames: "fonts/[name]",
    plugins: [darkTwice],
  });
  await build({
    entryPoints: { app: "assets/js/app.js" },
    bundle: true,
    minify: true,
    format: "iife",
    outdir: out,
    target,
    legalComments: "linked",
  });
}

// Names stand as {% icon "users" %}, icon="users", "icon": "users", icons={"given": "users"}, or in a list: icons: users notes
const NAMED = /(?:\{% icon |\bicon=|["']?\bicon["']?: ?)["']([a-z0-9-]+)["']|\bicons: ([a-z0-9 -]+)|\bicons=\{([^}]*)\}/g;

function iconNames() {
  const sources = ["tirek", "assets/js"].flatMap(walk).filter((path) => /\.(html|py|js)$/.test(path));
  const names = new Map();
  for (const path of sources.filter((path) => !path.includes("/tests/"))) {
    for (const [, one, list, pairs] of readFileSync(path, "utf8").matchAll(NAMED)) {
      const values = [...(pairs ?? "").matchAll(/: *["']([a-z0-9-]+)["']/g)].map(([, value]) => value);
      for (const name of one ? [one] : list ? list.trim().split(/ +/) : values) names.set(name, path);
    }
  }
  return names;
}

function sprite() {
  const set = JSON.parse(readFileSync("node_modules/@iconify-json/tabler/icons.json", "utf8"));
  const names = [...iconNames()].sort(([a], [b]) => (a < b ? -1 : 1));
  const symbols = names.map(([name, path]) => {
    const icon = set.icons[name] ?? set.icons[set.aliases?.[name]?.parent];
    if (!icon) throw new Error(`no icon "${name}" (named in ${path})`);
    return `<symbol id="${name}" viewBox="0 0 24 24">${icon.body}</symbol>`;
  });
  return { svg: `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`, count: names.length };
}

function documentFonts() {
  const faces = /_(400Regular|600SemiBold|700Bold)\.ttf$/;
  const files = walk("node_modules/@expo-google-fonts/golos-text").filter((path) => faces.test(path));
  for (const path of files) copyFileSync(path, join(ttf, basename(path)));
  return files.length;
}

// A mistake must leave the last good build alone, so what may fail is made before the old one goes.
const icons = sprite();
for (const folder of [out, ttf]) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
writeFileSync(join(out, "icons.svg"), icons.svg);
await bundles();
console.log(`front end built: ${icons.count} icons, ${documentFonts()} faces for documents`);
