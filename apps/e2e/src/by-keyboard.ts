import type { Locator, Page } from '@playwright/test'

const MOST_TABS = 60

/** Wraps a page so that tests use only the keyboard: Tab to reach a control, Enter to press it, and typing to fill it in. */
export function byKeyboard(page: Page): Page {
  const real = new WeakMap<object, Locator>()

  async function reach(target: Locator) {
    await target.waitFor()
    for (let tab = 0; tab < MOST_TABS; tab += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`Tab does not reach ${target}`)
  }

  const keyboard = (target: Locator) => ({
    async click() {
      await reach(target)
      await page.keyboard.press('Enter')
    },
    async fill(text: string) {
      await reach(target)
      await page.keyboard.press('ControlOrMeta+A')
      await page.keyboard.type(text)
    },
  })

  /** Wraps an object so that every locator it returns is used with the keyboard, too. */
  function wrap<T extends object>(object: T, own: object): T {
    return new Proxy(object, {
      get(target, name) {
        if (name in own) return own[name as keyof typeof own]
        const value = target[name as keyof T] as unknown
        if (typeof value !== 'function') return value
        return (...args: unknown[]) => {
          const plain = args.map((arg) => real.get(arg as object) ?? arg)
          const result = value.apply(target, plain)
          return isLocator(result) ? remember(result) : result
        }
      },
    })
  }

  function remember(target: Locator): Locator {
    const wrapped = wrap(target, keyboard(target))
    real.set(wrapped, target)
    return wrapped
  }

  return wrap(page, {})
}

const isLocator = (value: unknown): value is Locator =>
  typeof (value as Locator | undefined)?.first === 'function'
