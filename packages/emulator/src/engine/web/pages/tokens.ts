/** The look of the components. Made by `pnpm --filter @latchkey/emulator run copy-tokens`; not edited by hand. */
export const TOKENS = `
:root {
  --bg: light-dark(#fffdf9, #1b1a17);
  --fill: light-dark(#f4efe6, #26241f);
  --fg: light-dark(#221f1a, #f3efe7);
  --muted: light-dark(#645d52, #b0a89b);
  --border: light-dark(#e2dbce, #3a3731);
  --control: light-dark(#8a8275, #817a6e);
  --accent: light-dark(#1d4a3f, #e3bd6b);
  --on-accent: light-dark(#fff, #1e1705);
  --brass: light-dark(#b8862b, #e3bd6b);
  --link: light-dark(#1d4a3f, #e8c77e);
  --danger: light-dark(#a2271c, #ff9f91);
  --done: light-dark(#1f6a3f, #8fd6a8);
  --ring: light-dark(#9a6d17, #e3bd6b);
  --shadow: 0 1px 2px #0000000d, 0 12px 32px -12px #00000024;
  --font: ui-sans-serif, system-ui, sans-serif;
  --font-title: "Iowan Old Style", "Palatino Linotype", Palatino, ui-serif, Georgia, serif;
  --font-code: ui-monospace, "SF Mono", Menlo, Consolas, monospace;
  --radius: 0.625rem;
  --radius-card: 1rem;
  --control-height: 2.75rem;
  --transition: 120ms ease-out;
}
`
