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
label :is(input, select, textarea) { font-weight: 400; }
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
form ul.plain button { width: 100%; text-align: left; } .mail { border: 1px solid var(--line); border-radius: 10px;
  padding: .75rem 1rem; } img.qr { background: #fff; padding: .5rem; border-radius: 8px; width: 14rem; height: auto; }
.banner { background: light-dark(#fff4d6, #3a3113); padding: .4rem .75rem; border-radius: 8px; font-size: .85rem; }
.hide { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
.bar { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: center; padding: .6rem 1.25rem;
  background: var(--card); border-bottom: 1px solid var(--line); } .grow { flex: 1 1 auto; }
.brand { font-weight: 700; text-decoration: none; color: inherit; } .clock { font-variant-numeric: tabular-nums; font-size: .9rem; }
.bar nav { margin: 0; } nav.tabs a { text-transform: none; padding: .2rem .7rem; border-radius: 99px; text-decoration: none; }
nav.tabs a[aria-current] { background: var(--accent); color: var(--on-accent); }
.bar select { width: auto; padding: .25rem .5rem; }
.columns { display: grid; grid-template-columns: 11rem minmax(0, 1fr); gap: 1.5rem; max-width: 80rem; margin: 1.25rem auto; padding: 0 1.25rem; }
.columns > nav { flex-direction: column; flex-wrap: nowrap; gap: .1rem; margin: 0; }
.columns > nav a { padding: .35rem .7rem; border-radius: 8px; text-decoration: none; color: inherit; }
.columns > nav a:hover { background: var(--line); } .columns > nav a[aria-current] { background: var(--card); color: var(--accent);
  box-shadow: inset 3px 0 var(--accent); } .wide .columns main { margin: 0; max-width: none; padding: 1.5rem 1.75rem; }
.badge { display: inline-block; padding: 0 .5rem; border: 1px solid var(--line); border-radius: 99px; font-size: .8rem; color: var(--soft); white-space: nowrap; }
.badge.good { color: light-dark(#136c36, #86e0a8); border-color: currentColor; } .badge.bad { color: var(--bad); border-color: currentColor; }
.line { display: flex; flex-wrap: wrap; gap: .4rem .6rem; align-items: center; }
.mail-head { display: flex; justify-content: space-between; gap: 1rem; overflow-wrap: anywhere; } .end { text-align: right; flex: none; }
.letter { border: 1px dashed var(--line); border-radius: 8px; padding: .25rem 1rem; margin: .5rem 0; overflow-wrap: anywhere; }
.mail .button { font-weight: 600; } form.fields { grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); max-width: none; align-items: end; }
form.fields > button { justify-self: start; } form.fields > fieldset { grid-column: 1 / -1; } form.whole { max-width: none; }
form.inline select, form.inline input:not([type=hidden]) { width: auto; padding: .2rem .5rem; }
fieldset { border: 1px solid var(--line); border-radius: 8px; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0; }
td code { white-space: nowrap; } summary { cursor: pointer; } pre { overflow-x: auto; margin: .5rem 0; }
@media (max-width: 48rem) { .columns { grid-template-columns: minmax(0, 1fr); gap: .75rem; margin: .75rem auto; padding: 0 .75rem; }
  .columns > nav { flex-direction: row; overflow-x: auto; } .columns > nav a { white-space: nowrap; }
  .columns > nav a[aria-current] { box-shadow: inset 0 -3px var(--accent); } .wide .columns main { padding: 1rem; }
  .bar { padding: .5rem .75rem; } .mail-head { flex-direction: column; gap: 0; } .end { text-align: left; } }
`
