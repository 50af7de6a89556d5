/** One sheet for all pages; colours follow the system's light or dark mode. */
export const STYLES = `
:root { color-scheme: light dark; --accent: light-dark(#3f3ad6, #a5b4ff); --line: light-dark(#d8dae5, #3a3d4d);
  --soft: light-dark(#5b6072, #a3a8ba); --card: light-dark(#ffffff, #1b1d27); --bg: light-dark(#f4f5fa, #12131a);
  --bad: light-dark(#b3261e, #ff9d94); --on-accent: light-dark(#ffffff, #14152b); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); font: 16px/1.5 system-ui, sans-serif; color: light-dark(#1a1c28, #eceef7); }
main { max-width: 26rem; margin: 8vh auto 2rem; padding: 2rem; background: var(--card);
  border: 1px solid var(--line); border-radius: 14px; }
.wide main { max-width: 72rem; margin: 1.5rem auto; }
h1 { font-size: 1.35rem; margin: 0 0 .25rem; } h2 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; }
p { margin: .5rem 0; } .soft { color: var(--soft); font-size: .9rem; }
.error { color: var(--bad); border: 1px solid currentColor; border-radius: 8px; padding: .5rem .75rem; }
form { display: grid; gap: .75rem; margin: 1rem 0; max-width: 26rem; }
form.pair { grid-template-columns: 1fr 1fr; gap: .5rem; }
.or { border-top: 1px solid var(--line); padding-top: 1rem; } form.inline { display: inline-flex; gap: .5rem; margin: 0; }
label { display: grid; gap: .25rem; font-weight: 600; font-size: .9rem; }
label.check { display: flex; gap: .5rem; align-items: center; font-weight: 400; }
input:not([type=checkbox]), select, textarea { font: inherit; padding: .6rem .75rem; color: inherit; background: transparent;
  border: 1px solid light-dark(#7f8498, #7c8196); border-radius: 8px; width: 100%; }
input.code { font-size: 1.4rem; letter-spacing: .4em; font-variant-numeric: tabular-nums; }
button { font: inherit; font-weight: 600; padding: .6rem 1rem; border-radius: 8px; cursor: pointer;
  border: 1px solid var(--accent); background: var(--accent); color: var(--on-accent); }
button.quiet { background: transparent; color: var(--accent); } button.link { background: none; border-color: transparent; color: var(--accent); font-weight: 400; text-decoration: underline; }
button.small { padding: .2rem .6rem; font-size: .85rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); } nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 0 0 1.25rem; }
nav a { text-transform: capitalize; } nav a[aria-current] { font-weight: 700; text-decoration: none; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; } .scroll { overflow-x: auto; }
th, td { text-align: left; padding: .45rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
code, .mono { font-family: ui-monospace, monospace; font-size: .9em; overflow-wrap: anywhere; }
.big { font-size: 1.6rem; letter-spacing: .2em; font-variant-numeric: tabular-nums; user-select: all; }
.select-all { user-select: all; } ul.plain { list-style: none; padding: 0; display: grid; gap: .5rem; }
ul.plain button { width: 100%; text-align: left; } .mail { border: 1px solid var(--line); border-radius: 10px;
  padding: .75rem 1rem; } img.qr { background: #fff; padding: .5rem; border-radius: 8px; width: 14rem; height: auto; }
.banner { background: light-dark(#fff4d6, #3a3113); padding: .4rem .75rem; border-radius: 8px; font-size: .85rem; }
`
