import type { Locator } from '@playwright/test'

/**
 * The controls inside `within` that are less than 44 px high, as HTML. Exempt are links in text (WCAG 2.5.8) and controls
 * inside another control, such as the button that reveals a password.
 */
export const smallTargets = (within: Locator): Promise<string[]> =>
  within
    .locator(
      'button, summary, select, nav a, [data-lk-part="provider"], [data-lk-part="choice"], input:not([type="hidden"], [type="checkbox"])',
    )
    .evaluateAll((all) =>
      all
        .filter((one) => !one.matches('[data-lk-part="username"], [data-lk-part="reveal"]'))
        .filter((one) => one.checkVisibility())
        .map((one) => [one.getBoundingClientRect().height, one.outerHTML.slice(0, 120)] as const)
        .filter(([height]) => height > 0 && height < 43.5)
        .map(([height, html]) => `${height} px: ${html}`),
    )
