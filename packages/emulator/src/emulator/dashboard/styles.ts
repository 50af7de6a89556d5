/** Additional styles of the dashboard: denser, and made for tables. */
export const DASHBOARD_STYLES = `
.dash { --control-height: 2.25rem; font-size: .875rem; display: grid; grid-template: auto 1fr / 12.5rem minmax(0, 1fr); min-height: 100dvh; }
.dash main { margin: 0; max-width: none; border: 0; border-radius: 0; box-shadow: none; background: none; padding: 1.25rem 1.5rem 3rem; }
.dash h1 { font-size: 1.5rem; } .dash h2 { font-size: 1.0625rem; }
.bar { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: .5rem .75rem; align-items: center; padding: .5rem 1.25rem; position: sticky; top: 0; z-index: 2;
  background: var(--bg); border-bottom: 1px solid var(--border); }
.bar form { margin: 0; } .bar .grow { flex: 1; } .bar select { width: auto; max-width: 12rem; padding-block: .2rem; }
.moved .bar { border-bottom-color: var(--brass); box-shadow: inset 0 3px var(--brass); }
.pill { display: inline-flex; gap: .4rem; align-items: center; min-height: 2rem; padding: .2rem .75rem; border: 1px solid var(--border); border-radius: 99px;
  background: var(--bg); color: var(--fg); font-weight: 400; font-size: .8125rem; font-variant-numeric: tabular-nums; text-decoration: none; white-space: nowrap; }
.pill:hover { background: var(--fill); } .moved .clock { border-color: var(--brass); color: light-dark(#7a560f, #e3bd6b); font-weight: 600; }
.live::before { content: ""; width: .5rem; height: .5rem; border-radius: 50%; background: var(--done); } .live.off::before { background: var(--danger); }
kbd { font: .75rem var(--code); border: 1px solid var(--border); border-bottom-width: 2px; border-radius: .3rem; padding: 0 .3rem; color: var(--muted); }
.menu { padding: 1rem .75rem; border-right: 1px solid var(--border); display: grid; align-content: start; gap: .1rem; position: sticky; top: 3.1rem; max-height: calc(100dvh - 3.1rem); overflow-y: auto; }
.menu a { padding: .3rem .75rem; min-height: 2rem; border-radius: .5rem; text-decoration: none; color: inherit; display: flex; align-items: center; }
.menu a:hover { background: var(--border); } .menu a[aria-current] { background: var(--bg); font-weight: 600; box-shadow: inset 3px 0 var(--brass); }
.menu span { padding: .75rem .75rem .2rem; font-size: .75rem; color: var(--muted); }
.head { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between; margin-bottom: .75rem; } .head h1 { margin: 0; }
.line { display: flex; flex-wrap: wrap; gap: .4rem .6rem; align-items: center; justify-content: start; } .line.end { justify-content: end; }
button.small, .button.small { min-height: 1.75rem; padding: .1rem .6rem; font-size: .8125rem; }
@media (pointer: coarse) { button.small, .button.small, .menu a { min-height: 2.75rem; } }
.off { opacity: .45; cursor: default; }
.card { background: var(--bg); border: 1px solid var(--border); border-radius: var(--radius-card); padding: 1rem 1.25rem; margin: 1rem 0; } .card > h2:first-child { margin-top: 0; }
.scroll { overflow-x: auto; background: var(--bg); border: 1px solid var(--border); border-radius: var(--radius); }
.scroll:has(tbody:empty), ul:empty { display: none; } .empty { display: none; padding: 1.5rem; text-align: center; background: var(--bg); border: 1px dashed var(--border); border-radius: var(--radius); }
.scroll:has(tbody:empty) + .empty, ul:empty + .empty { display: block; }
table { border-collapse: collapse; width: 100%; } th { font-size: .75rem; font-weight: 600; color: var(--muted); white-space: nowrap; } th a { color: inherit; }
th, td { text-align: left; padding: .4rem .75rem; border-bottom: 1px solid var(--border); vertical-align: middle; } tbody tr:last-child td { border-bottom: 0; }
tbody tr:hover { background: var(--fill); } tr.chosen { background: var(--fill); box-shadow: inset 3px 0 var(--brass); }
th.end, td.end { text-align: right; font-variant-numeric: tabular-nums; } td code { white-space: nowrap; } td time { white-space: nowrap; } td .line { flex-wrap: nowrap; }
td a { font-weight: 500; } td button.small { white-space: nowrap; } td a:has(code) { text-underline-offset: .35em; } td .soft { display: block; }
.badge { display: inline-block; padding: 0 .5rem; border: 1px solid var(--border); border-radius: 99px; font-size: .75rem; color: var(--muted); white-space: nowrap; }
.badge.good { color: var(--done); border-color: currentColor; } .badge.bad { color: var(--danger); border-color: currentColor; } .badge.warn { color: light-dark(#7a560f, #e3bd6b); border-color: currentColor; }
.status { font: 600 .8125rem var(--code); white-space: nowrap; } .status::before { display: inline-block; width: 1.1em; }
.status.s2 { color: var(--done); } .status.s2::before { content: "●"; } .status.s3 { color: var(--muted); } .status.s3::before { content: "→"; }
.status.s4 { color: light-dark(#7a560f, #e3bd6b); } .status.s4::before { content: "▲"; } .status.s5 { color: var(--danger); } .status.s5::before { content: "■"; }
.big { font: 600 2rem/1.2 var(--code); letter-spacing: .12em; font-variant-numeric: tabular-nums; user-select: all; }
.filters { display: flex; flex-wrap: wrap; gap: .5rem; margin: .75rem 0; } .filters input[type=search] { flex: 1 1 14rem; width: auto; } .filters select { width: auto; }
.chips { display: flex; flex-wrap: wrap; gap: .4rem; margin: .5rem 0; } .chips a { text-decoration: none; color: inherit; } .chips a[aria-current] { background: var(--accent); color: var(--on-accent); border-color: var(--accent); }
.pager { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: .5rem; margin: .6rem 0; font-variant-numeric: tabular-nums; }
form.fields { grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr)); align-items: end; } form.fields > button { justify-self: start; } form.fields > fieldset, form.fields > .whole { grid-column: 1 / -1; }
form.inline select, form.inline input:not([type=hidden]) { width: auto; padding: .1rem .5rem; min-height: 1.75rem; } form.inline { align-items: center; }
form:has(.form-grid) { gap: 0; } .form-grid { display: grid; gap: .9rem 1.25rem; grid-template-columns: repeat(auto-fill, minmax(min(18rem, 100%), 1fr)); align-items: end; margin-top: .75rem; } .form-grid .whole { grid-column: 1 / -1; }
.save { position: sticky; bottom: 0; padding: .75rem 0; background: var(--fill); border-top: 1px solid var(--border); }
fieldset { border: 1px solid var(--border); border-radius: var(--radius); display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0; padding: .5rem .9rem .75rem; } legend { font-weight: 600; padding: 0 .3rem; }
summary { cursor: pointer; min-height: 1.5rem; overflow-wrap: anywhere; } pre { overflow-x: auto; margin: .5rem 0; padding: .75rem; background: var(--fill); border-radius: var(--radius); white-space: pre-wrap; overflow-wrap: anywhere; font-size: .8125rem; }
details.add { margin: 1rem 0; } details.add > summary { font-weight: 600; color: var(--link); }
[popover], dialog { color: var(--fg); background: var(--bg); border: 1px solid var(--border); border-radius: var(--radius-card); box-shadow: var(--shadow); padding: 1.25rem; max-width: min(28rem, calc(100vw - 2rem)); }
[popover].dialog::backdrop, dialog::backdrop { background: #0006; } [popover] h2, dialog h2 { margin-top: 0; }
#clock-menu, #environment-menu { inset: 3.1rem 1.25rem auto auto; margin: 0; } #clock-menu form { margin: 0; } #clock-menu .line { margin: .5rem 0; }
.toast { position: fixed; inset: auto 1rem 1rem auto; z-index: 3; display: flex; gap: .75rem; align-items: center; background: var(--fg); color: var(--bg); padding: .6rem 1rem; border-radius: var(--radius); box-shadow: var(--shadow); max-width: calc(100vw - 2rem); }
.toast form { margin: 0; } .toast button { background: transparent; color: inherit; border-color: currentColor; }
.panes { display: grid; grid-template-columns: minmax(15rem, 20rem) minmax(0, 1fr) minmax(12rem, 16rem); gap: 0; background: var(--bg); border: 1px solid var(--border); border-radius: var(--radius-card); overflow: clip; min-height: 34rem; }
.panes > * { padding: 1rem; min-width: 0; } .panes .list { padding: 0; border-right: 1px solid var(--border); max-height: calc(100dvh - 11rem); min-height: 34rem; overflow-y: auto; }
.panes .aside { border-left: 1px solid var(--border); background: color-mix(in oklab, var(--fill) 55%, transparent); } .aside dl { margin: 0; } .aside dt { color: var(--muted); font-size: .75rem; margin-top: .6rem; } .aside dd { margin: 0; overflow-wrap: anywhere; }
.list ul { list-style: none; margin: 0; padding: 0; } .list li a { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 .5rem; padding: .6rem 1rem; border-bottom: 1px solid var(--border); text-decoration: none; color: inherit; }
.list li a:hover { background: var(--fill); } .list li a[aria-current] { background: var(--fill); box-shadow: inset 3px 0 var(--brass); } .list .soft { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } .list time { color: var(--muted); font-size: .75rem; }
.list strong { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } .list .empty { border: 0; white-space: normal; max-width: 30rem; margin: auto; } .panes:has(ul:empty) { grid-template-columns: 1fr; } .panes:has(ul:empty) > :not(.list) { display: none; } .panes:has(ul:empty) .list { display: grid; border: 0; min-height: 16rem; } .back { display: none; }
.reading h2 { margin: 0; overflow-wrap: anywhere; } .tabs { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: .75rem 0; border-bottom: 1px solid var(--border); align-items: center; } .tabs a { padding: .3rem 0; text-decoration: none; color: var(--muted); } .tabs a[aria-current] { color: var(--fg); font-weight: 600; box-shadow: inset 0 -2px var(--brass); }
.sizes { display: flex; gap: .9rem; border: 0; padding: 0; margin: 0 0 0 auto; font-size: .8125rem; } .sizes label { display: flex; gap: .3rem; align-items: center; font-weight: 400; }
.stage { background: var(--fill); border-radius: var(--radius); padding: 1rem; display: grid; justify-items: center; }
.stage iframe { width: 100%; height: 32rem; border: 1px solid var(--border); border-radius: .5rem; background: Canvas; }
.reading:has(#as-phone:checked) iframe { width: min(100%, 23.4375rem); border: .5rem solid #1b1a17; border-radius: 1.75rem; } .reading:has(#as-dark:checked) iframe { color-scheme: dark; background: #1b1a17; } .reading:not(:has(#as-dark:checked)) iframe { color-scheme: light; background: #fff; }
.split { display: grid; gap: 1rem; } .split.open { grid-template-columns: minmax(0, 1fr); }
@media (min-width: 80rem) { .split.open { grid-template-columns: minmax(0, 1fr) minmax(24rem, 30rem); align-items: start; } .split.open > div .wide-only { display: none; } .drawer { position: sticky; top: 4rem; max-height: calc(100dvh - 5rem); overflow-y: auto; margin: 0; } }
@media (max-width: 79.99rem) { .drawer { order: -1; } }
.aside h2:first-child, .drawer h2 { margin-top: 0; } .drawer h2 { overflow-wrap: anywhere; } .drawer .head { flex-wrap: nowrap; align-items: start; } .drawer > h2 { margin-top: 1.25rem; } .why .soft { display: block; } label .soft { font-weight: 400; }
.checks { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; margin-top: .75rem; }
.why { border-left: 3px solid var(--brass); padding-left: .75rem; } .groups { display: grid; gap: .25rem; margin: .5rem 0; }
.palette { width: min(38rem, calc(100vw - 2rem)); max-width: none; padding: 0; margin-top: 12vh; overflow: hidden; } .palette input { border: 0; border-bottom: 1px solid var(--border); border-radius: 0; min-height: 3.25rem; font-size: 1rem; padding-inline: 1.25rem; outline-offset: -3px; }
.palette [role=listbox] { max-height: 55vh; overflow-y: auto; padding: .5rem; } .palette [role=option] { display: flex; justify-content: space-between; gap: 1rem; padding: .45rem .75rem; border-radius: .5rem; cursor: pointer; overflow-wrap: anywhere; } .palette [aria-selected=true] { background: var(--fill); box-shadow: inset 3px 0 var(--brass); }
.keys td { padding: .2rem .75rem; }
@media (max-width: 79.99rem) { .panes { grid-template-columns: minmax(14rem, 18rem) minmax(0, 1fr); } .panes .list { grid-row: 1 / 3; } .panes .aside { border-left: 0; border-top: 1px solid var(--border); } }
@media (max-width: 54rem) { td a { overflow-wrap: anywhere; } .dash { grid-template: auto auto 1fr / minmax(0, 1fr); } .dash main { padding: .9rem .75rem 3rem; } .bar { padding: .4rem .75rem; position: static; } .bar .brand-name { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; } .bar .wide-only { display: none; }
  .menu { position: static; display: flex; overflow-x: auto; padding: .35rem .75rem; border: 0; border-bottom: 1px solid var(--border); max-height: none; } .menu span { display: none; } .menu a { white-space: nowrap; } .menu a[aria-current] { box-shadow: inset 0 -3px var(--brass); }
  .stacked thead:not(:has(a)) { position: absolute; clip-path: inset(50%); } .stacked tr { display: flex; flex-wrap: wrap; gap: .5rem .6rem; align-items: center; padding: .6rem .5rem; border-bottom: 1px solid var(--border); } .stacked tbody tr:last-child { border-bottom: 0; }
  .stacked th, .stacked td { padding: 0; border: 0; } .stacked td.whole { flex: 1 1 100%; }
  .wide-only { display: none; } th, td { padding-inline: .5rem; } td code { white-space: normal; } td .line { flex-wrap: wrap; }
  .panes { display: block; min-height: 0; } .panes .list { border: 0; max-height: none; min-height: 12rem; } .panes.chosen .list { display: none; } .panes:not(.chosen) > :not(.list) { display: none; } .back { display: inline-block; margin-bottom: .5rem; } .stage { padding: .5rem; } .sizes { margin-left: 0; } .sizes .wide-only { display: none; } }
`
