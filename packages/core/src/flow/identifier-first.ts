import type { SignInOffer } from './step.ts'

/**
 * Whether sign-in asks for the email address alone at first, and for what goes with it on the next step.
 *
 * @param wanted What the app says. Default: when it offers more than two methods.
 */
export function isIdentifierFirst({ methods }: SignInOffer, wanted?: boolean): boolean {
  const takesEmail = methods.includes('password') || methods.includes('code')
  return takesEmail && (wanted ?? methods.length > 2)
}
