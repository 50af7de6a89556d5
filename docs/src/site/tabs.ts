/** The same command for each package manager, in the order of the tabs. */
const MANAGERS = {
  npm: (line: string) => line,
  pnpm: (line: string) =>
    line
      .replace(/^npm install --save-dev /, 'pnpm add --save-dev ')
      .replace(/^npm install (?=\S)/, 'pnpm add ')
      .replace(/^npm create (\S+)@latest (.*?)-- /, 'pnpm create $1 $2')
      .replace(/^npx /, 'pnpm dlx '),
  yarn: (line: string) =>
    line
      .replace(/^npm install --save-dev /, 'yarn add --dev ')
      .replace(/^npm install (?=\S)/, 'yarn add ')
      .replace(/^npm create (\S+)@latest (.*?)-- /, 'yarn create $1 $2')
      .replace(/^npx /, 'yarn dlx '),
  bun: (line: string) =>
    line
      .replace(/^npm install --save-dev /, 'bun add --dev ')
      .replace(/^npm install (?=\S)/, 'bun add ')
      .replace(/^npm create (\S+)@latest (.*?)-- /, 'bun create $1 $2')
      .replace(/^npx /, 'bunx '),
}

const INSTALL = /^```sh\n((?:(?:npm install|npm create|npx|cd|#).*\n)+)```$/gm
const LABELED = /(?:^```\w+ tab="[^"]+"[^\n]*\n[\s\S]*?^```$\n*){2,}/gm
const ONE = /^```(\w+) tab="([^"]+)"([^\n]*)\n([\s\S]*?)^```$/gm

/**
 * Adds a tab for each package manager to code blocks that install with npm. Consecutive code blocks with `tab="React"` after
 * the language become the tabs of one group. GitHub shows both as plain code blocks.
 */
export function withTabs(markdown: string): string {
  let groups = 0
  const managers = markdown.replaceAll(INSTALL, (whole, commands: string) => {
    if (!/^npm install \S|^npm create/m.test(commands)) return whole
    const panels = Object.entries(MANAGERS).map(([label, rewrite]) => ({
      label,
      block: `\`\`\`sh\n${commands.split('\n').map(rewrite).join('\n')}\`\`\``,
    }))
    return tabs('package-manager', ++groups, panels)
  })
  return managers.replaceAll(LABELED, (whole) => {
    const panels = [...whole.matchAll(ONE)].map(([, language, label = '', rest, code]) => ({
      label,
      block: `\`\`\`${language}${rest}\n${code}\`\`\``,
    }))
    return `${tabs('framework', ++groups, panels)}\n\n`
  })
}

function tabs(key: string, group: number, panels: { label: string; block: string }[]): string {
  const list = panels.map(
    ({ label }, index) =>
      `<button type="button" role="tab" id="tab-${group}-${index}" aria-controls="panel-${group}-${index}" aria-selected="${index === 0}"${index === 0 ? '' : ' tabindex="-1"'}>${label}</button>`,
  )
  const bodies = panels.map(
    ({ block }, index) =>
      `<div role="tabpanel" id="panel-${group}-${index}" aria-labelledby="tab-${group}-${index}"${index === 0 ? '' : ' hidden'}>\n\n${block}\n\n</div>`,
  )
  const label = key === 'framework' ? 'Framework' : 'Package manager'
  return `<doc-tabs data-key="${key}" class="not-content">\n<div role="tablist" aria-label="${label}">${list.join('')}</div>\n\n${bodies.join('\n\n')}\n\n</doc-tabs>`
}
