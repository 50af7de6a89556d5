import { TOKENS } from './tokens.ts'

/** The style sheet of all pages. Its colors are those of the components, and follow the system's light or dark mode. */
export const STYLES = `${TOKENS}
:root { color-scheme: light dark; --code: var(--font-code); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--fill); color: var(--fg); font: .9375rem/1.5 var(--font); accent-color: var(--accent);
  -webkit-text-size-adjust: 100%; }
main { position: relative; max-width: 26rem; margin: 8vh auto 2rem; padding: clamp(1.25rem, 6vw, 2.25rem); background: var(--bg);
  border: 1px solid var(--border); border-radius: var(--radius-card); box-shadow: var(--shadow); }
.narrow { padding: 0 1rem; }
.narrow main::before { content: ""; position: absolute; top: -1px; left: clamp(1.25rem, 6vw, 2.25rem); width: 2.5rem; height: .3125rem;
  border-radius: 0 0 .3125rem .3125rem; background: var(--brass); }
h1 { font: 600 1.625rem/1.2 var(--font-title); letter-spacing: -.01em; margin: 0 0 .375rem; text-wrap: balance; overflow-wrap: anywhere; }
h2 { font: 600 1.1875rem/1.25 var(--font-title); margin: 1.75rem 0 .5rem; }
p { margin: .5rem 0; overflow-wrap: anywhere; } .soft { color: var(--muted); font-size: .8125rem; }
.error { color: var(--danger); border: 1px solid currentColor; border-radius: var(--radius); padding: .5rem .75rem; }
.banner, .notice { background: light-dark(#fff4d6, #3a3113); padding: .5rem .75rem; border-radius: var(--radius); font-size: .8125rem; }
form { display: grid; gap: .75rem; margin: 1rem 0; } form.inline { display: inline-flex; gap: .5rem; margin: 0; }
form.pair { grid-template-columns: 1fr 1fr; gap: .5rem; } .line { display: flex; flex-wrap: wrap; gap: .4rem .6rem; align-items: center; justify-content: space-between; } .or { border-top: 1px solid var(--border); padding-top: 1rem; }
label { display: grid; gap: .25rem; font-weight: 600; } label.check { display: flex; gap: .5rem; align-items: center; font-weight: 400; min-height: 1.5rem; }
input[type=checkbox], input[type=radio] { width: 1.125rem; height: 1.125rem; flex: none; margin: 0; }
input:not([type=checkbox], [type=radio]), select, textarea { font: inherit; font-weight: 400; padding: .5rem .75rem; color: inherit; background: var(--bg);
  min-height: var(--control-height); border: 1px solid var(--control); border-radius: var(--radius); width: 100%; min-width: 0; }
input[aria-invalid=true] { border-color: var(--danger); }
input.code { font: 1.5rem/1.2 var(--code); letter-spacing: .35em; font-variant-numeric: tabular-nums; }
button, .button { display: inline-flex; align-items: center; justify-content: center; gap: .4rem; font: inherit; font-weight: 600; padding: .45rem 1.125rem;
  min-height: var(--control-height); border-radius: var(--radius); cursor: pointer; border: 1px solid var(--accent); background: var(--accent); color: var(--on-accent);
  text-decoration: none; transition: background var(--transition); }
button:hover, .button:hover { background: color-mix(in oklab, var(--accent) 88%, light-dark(#000, #fff)); }
button.quiet, .button.quiet { background: transparent; color: var(--fg); border-color: var(--control); }
button.quiet:hover, .button.quiet:hover { background: var(--fill); }
button.danger { background: var(--danger); border-color: var(--danger); color: light-dark(#fff, #2a0b07); }
button.danger.quiet { background: transparent; color: var(--danger); }
button.link { background: none; border-color: transparent; color: var(--link); font-weight: 400; text-decoration: underline; padding: .25rem; }
:focus-visible { outline: 3px solid var(--ring); outline-offset: 2px; }
[hidden] { display: none !important; }
a { color: var(--link); text-underline-offset: .15em; }
code, .mono { font-family: var(--code); font-size: .9em; overflow-wrap: anywhere; } .select-all { user-select: all; }
ul.plain { list-style: none; padding: 0; margin: 0; display: grid; gap: .5rem; } form ul.plain button { width: 100%; justify-content: start; text-align: left; overflow-wrap: anywhere; }
img.qr { background: #fff; padding: .5rem; border-radius: var(--radius); width: 14rem; max-width: 100%; height: auto; image-rendering: pixelated; }
.hide { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; white-space: nowrap; }
.mark { color: var(--brass); flex: none; } .brand { display: flex; align-items: center; gap: .5rem; font: 600 1.0625rem/1.2 var(--font-title); color: inherit; text-decoration: none; }
.brand img { max-height: 2rem; max-width: 10rem; } .narrow .brand { margin: 0 0 1.25rem; }
@media (prefers-reduced-motion: reduce) { * { transition: none !important; animation: none !important; } }
`
