import { type Html, html } from '../../base/html.ts'
import type { Brand } from '../../services/brand.ts'
import { LANGUAGES, type Language } from './email-texts.ts'

/** The content of an email. */
export interface EmailContent {
  brand: Brand
  language: Language
  title: string
  lead: string
  code?: string
  button?: { label: string; url: string }
  facts: Array<readonly [name: string, value: string]>
  note?: string
  /** The host of the app that the code is for. Apple devices use the last line to fill in the code. */
  host?: string
}

const FONT = `font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif`
const WRAP = 'overflow-wrap:anywhere;word-break:break-word'
const CELL = `${FONT};font-size:16px;line-height:24px;color:#221f1a;${WRAP}`
const SOFT = `${FONT};font-size:13px;line-height:20px;color:#645d52;${WRAP}`

/**
 * Renders an email as HTML and as text. It uses tables and inline styles, because desktop clients support nothing else. The
 * style element is only for dark mode and small screens, and can be dropped.
 */
export function renderEmail(content: EmailContent): { html: string; text: string } {
  return { html: document(content).markup, text: asText(content) }
}

function document({ brand, language, title, lead, code, button, facts, note }: EmailContent): Html {
  const { other_way } = LANGUAGES[language]
  return html`<!doctype html>
<html lang="${language}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${title}</title>
<style>
:root{color-scheme:light dark}
@media (prefers-color-scheme:dark){.bg{background:#26241f!important}.card{background:#1b1a17!important;border-color:#3a3731!important}.fg{color:#f3efe7!important}.soft{color:#b0a89b!important}.box{background:#26241f!important}.btn{background:${brand.dark.accent}!important}.btn a{color:${brand.dark.onAccent}!important}.link{color:#e8c77e!important}}
@media (max-width:480px){.pad{padding:24px 20px!important}}
</style>
</head>
<body class="bg" style="margin:0;padding:0;background:#f4efe6">
<div class="bg" role="article" aria-roledescription="email" aria-label="${title}" lang="${language}" dir="ltr" style="background:#f4efe6">
<div style="display:none;max-height:0;overflow:hidden">${code !== undefined && `${code} · `}${lead}${{ markup: '&#8199;&#847; '.repeat(24) }}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="bg" bgcolor="#f4efe6" style="background:#f4efe6"><tr><td align="center" style="padding:32px 12px">
${{ markup: '<!--[if mso]><table role="presentation" width="480" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->' }}
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:480px;table-layout:fixed">
<tr><td class="fg" style="${CELL};padding:0 4px 16px;font-weight:600">${logo(brand)}${brand.name}</td></tr>
<tr><td class="card pad" bgcolor="#fffdf9" style="background:#fffdf9;border:1px solid #e2dbce;border-radius:16px;padding:32px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="table-layout:fixed">
<tr><td><h1 class="fg" style="${CELL};margin:0;font-size:22px;line-height:28px;font-weight:600">${title}</h1></td></tr>
<tr><td class="fg" style="${CELL};padding-top:8px">${lead}</td></tr>
${code !== undefined && html`<tr><td style="padding-top:20px"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="box fg" dir="ltr" align="center" bgcolor="#f4efe6" style="background:#f4efe6;border-radius:10px;padding:16px 8px;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:34px;line-height:40px;letter-spacing:6px;font-weight:600;color:#221f1a">${code}</td></tr></table></td></tr>`}
${button !== undefined && action(brand, button, other_way)}
${facts.length > 0 && html`<tr><td style="padding-top:20px"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="table-layout:fixed">${facts.map(([name, value]) => html`<tr><td class="soft" width="35%" valign="top" style="${SOFT};padding:2px 8px 2px 0">${name}</td><td class="fg" valign="top" style="${SOFT};padding:2px 0;color:#221f1a">${value}</td></tr>`)}</table></td></tr>`}
</table></td></tr>
${note !== undefined && html`<tr><td class="soft" style="${SOFT};padding:16px 4px 0">${note}</td></tr>`}
</table>
${{ markup: '<!--[if mso]></td></tr></table><![endif]-->' }}
</td></tr></table>
</div>
</body>
</html>
`
}

function logo({ logoUrl }: Brand): Html | false {
  return (
    logoUrl !== null &&
    html`<img src="${logoUrl}" alt="" height="28" style="height:28px;width:auto;border:0;vertical-align:middle;margin-right:8px">`
  )
}

function action({ light }: Brand, { label, url }: { label: string; url: string }, otherWay: string): Html {
  return html`<tr><td style="padding-top:20px"><table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td class="btn" bgcolor="${light.accent}" style="background:${light.accent};border-radius:10px"><a href="${url}" style="${FONT};display:inline-block;padding:10px 20px;font-size:16px;line-height:24px;font-weight:600;color:${light.onAccent};text-decoration:none">${label}</a></td></tr></table></td></tr>
<tr><td class="soft" style="${SOFT};padding-top:16px">${otherWay}<br><a class="link" href="${url}" style="color:#1d4a3f;${WRAP}">${url}</a></td></tr>`
}

/** The same content in the same order, with links on their own lines. */
function asText({ brand, title, lead, code, button, facts, note, host }: EmailContent): string {
  const parts = [
    `${brand.name}: ${title}`,
    lead,
    code,
    button && `${button.label}:\n${button.url}`,
    facts.map(([name, value]) => `${name}: ${value}`).join('\n'),
    note,
    code !== undefined && host !== undefined && `@${host} #${code}`,
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}
