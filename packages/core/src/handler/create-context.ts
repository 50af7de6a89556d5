import { systemClock } from '../base/clock.ts'
import { cryptography } from '../base/cryptography.ts'
import { withLocalFallback } from '../coordinator/local-fallback.ts'
import { memoryCoordinator } from '../coordinator/memory.ts'
import { withTimeLimit } from '../coordinator/time-limit.ts'
import { ConfigError } from '../errors/index.ts'
import { readOffer } from '../flow/offer.ts'
import { cookieScope, defaultCookieName } from '../session/cookie.ts'
import { withinBudget } from '../session/cookie-budget.ts'
import { createSealer } from '../session/seal.ts'
import { readCookieSecrets } from '../session/secret.ts'
import { createResolver } from './create-resolver.ts'
import { fault } from './events/fault.ts'
import { createReport } from './events/report-event.ts'
import { reportFaults } from './events/report-faults.ts'
import { explain } from './http/run-route.ts'
import type { SameOriginCheck } from './http/same-origin.ts'
import { createSameOriginCheck } from './http/same-origin.ts'
import type { AppAddress } from './options/app-address.ts'
import { readAppAddress, readTrustedOrigin } from './options/app-address.ts'
import { readSeconds } from './options/numbers.ts'
import { readPasswordRules } from './options/password-rules.ts'
import { readPermissions } from './options/permissions.ts'
import type { Settings } from './options/read-options.ts'
import { createReturnTo, originPattern } from './options/return-to.ts'
import { drawnFields, readSignUpFields } from './options/sign-up-fields.ts'
import { readUserFields } from './options/user-fields.ts'
import type { HandlerContext } from './route/handler-context.ts'
import { createAttempts } from './services/attempts.ts'
import { createBackground } from './services/background.ts'
import { createPassedPaths } from './services/passed-paths.ts'
import { createPendingFlows } from './services/pending-flow.ts'
import { sendInBackground } from './services/send-in-background.ts'
import { createCurrentUser, createReadSessionUser } from './services/session-user.ts'
import { createSingleUse } from './services/single-use.ts'

/** What the routes of a handler receive, created from the app's options. */
export function createContext(options: Settings) {
  const { client, clock = options.client.api.clock ?? systemClock } = options
  const { origin: appOrigin, appPath, basePath, pages, publicPath, routePath } = readAppAddress(options)
  const primitives = cryptography()
  const sealer = createSealer(primitives, readCookieSecrets(options.cookieSecret))
  const { clientId } = client.api
  if (clientId === undefined) {
    throw new ConfigError('client_id_missing', 'The client needs a clientId. Set WORKOS_CLIENT_ID.', {
      option: 'clientId',
    })
  }
  const scope = cookieScope(
    appOrigin,
    options.cookieName ?? defaultCookieName(appOrigin, clientId),
    options.cookieDomain,
  )
  const emit = createReport(options)
  const report = reportFaults(client, emit)
  const background = createBackground(options.waitUntil)
  const coordinator = withTimeLimit(options.coordinator ?? memoryCoordinator({ clock }), clock, () =>
    emit({ type: 'failed', ...fault('coordinator_unavailable') }),
  )
  const userFields = readUserFields(options.userFields)
  const readSessionUser = createReadSessionUser(userFields, emit)
  const { warm, ...resolver } = createResolver(options, {
    cryptography: primitives,
    sealer,
    scope,
    clock,
    clientId,
    background,
    coordinator,
    emit,
    report,
    readSessionUser,
    currentUser: createCurrentUser(userFields),
  })
  const { names: signUpNames, fields: signUpFields } = readSignUpFields(options.signUpFields)
  const redirects = readRedirects(options, { appOrigin, basePath, pages, publicPath })
  const handlerContext: HandlerContext = {
    client,
    clock,
    appOrigin,
    trustedOrigins: options.trustedOrigins ?? [],
    basePath,
    routePath,
    pages,
    offer: {
      ...readOffer(options),
      signUpNames,
      signUpFields: drawnFields(signUpFields),
      passwordRules: readPasswordRules(options.passwordRules),
    },
    signUpFields,
    beforeSignUp: options.beforeSignUp,
    ...readPermissions(options),
    ...resolver,
    readSessionUser,
    flows: createPendingFlows({ sealer, scope, clock, fallback: redirects.returnTo.fallback }),
    fitCookies: (header, cookies) => withinBudget(scope, header, cookies),
    singleUse: createSingleUse({
      // A sign-in does not wait for an unavailable coordinator: the API never redeems a code twice.
      coordinator: withLocalFallback(coordinator, clock),
      cryptography: primitives,
      sealer,
      clock,
      background: background.run,
    }),
    ...redirects,
    sendEmail: sendInBackground(options.sendEmail, background, emit),
    freshAuthenticationMs:
      readSeconds('freshAuthenticationSeconds', options.freshAuthenticationSeconds, 600) * 1000,
    exposeAccessToken: options.exposeAccessToken ?? false,
    afterward(path, work) {
      const begun = new Promise<void>((resolve) => setTimeout(resolve)).then(work)
      background.run(begun.catch((cause) => explain(cause, path, handlerContext)))
    },
    attempts: createAttempts({ coordinator, cryptography: primitives, clock, emit }),
    coordinator,
    clientAddress: options.clientAddress ?? (() => undefined),
    emit,
    report,
  }
  const isSameOrigin = createSameOriginCheck(appOrigin, options.trustedOrigins?.map(trustedOrigin))
  // Browsers never add an access token on their own, and a page of another site can add one only if the app allows it (CORS).
  const trusted: SameOriginCheck = (request) => resolver.isBearer(request) || isSameOrigin(request)
  const passedPaths = createPassedPaths({ sealer, cryptography: primitives, clock })
  return { handlerContext, appPath, trusted, scope, background, warm, passedPaths }
}

/** Where redirects can lead after sign-in and sign-out. */
function readRedirects(
  options: Settings,
  {
    appOrigin,
    basePath,
    pages,
    publicPath,
  }: Pick<AppAddress, 'basePath' | 'pages' | 'publicPath'> & { appOrigin: URL },
) {
  const excluded = [
    ...[pages.signIn, pages.signUp],
    ...['/sign-out', '/callback', '/authorize'].map((path) => basePath + path),
  ]
  const redirects = { appOrigin, allowedOrigins: options.allowedOrigins, publicPath, excluded }
  return {
    returnTo: createReturnTo({ ...redirects, fallback: options.returnTo || undefined }),
    signedOutReturnTo: createReturnTo({
      ...redirects,
      excluded: excluded.slice(2),
      fallback: options.signedOutReturnTo || undefined,
    }),
  }
}

/** One origin, or all origins that match a pattern. */
function trustedOrigin(text: string): (url: URL) => boolean {
  if (text.includes('*')) return originPattern(text, 'trustedOrigins')
  const { origin } = readTrustedOrigin(text)
  return (url) => url.origin === origin
}
