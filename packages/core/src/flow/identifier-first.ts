import type { SignInOffer } from './step.ts'

/**
 * Whether sign-in asks only for the email address first, and shows the matching method on the next step.
 *
 * @param wanted The app's setting. Default: `true` if the app offers more than two methods.
 */
export function isIdentifierFirst({ methods }: SignInOffer, wanted?: boolean): boolean {
  const takesEmail = methods.includes('password') || methods.includes('code')
  return takesEmail && (wanted ?? methods.length > 2)
}
