import { ConfigError } from '../errors/config-error.ts'
import { DEFAULT_OFFER, type OAuthProvider, type SignInMethod, type SignInOffer } from './step.ts'

const METHODS: readonly string[] = ['password', 'code', 'sso', 'passkey'] satisfies SignInMethod[]

/** The provider name of the API's hosted sign-in page. It supports every step, including passkeys. */
export const HOSTED_PAGE = 'authkit'

/** The arguments for a flow's `authorizeUrl` in a step that these pages cannot show: the API's hosted sign-in page can. */
export const hostedPage = (email: string | undefined): { provider: string; email?: string } =>
  email === undefined ? { provider: HOSTED_PAGE } : { provider: HOSTED_PAGE, email }

/**
 * The sign-in methods of the first step, with the defaults filled in. Unknown names are an error, because they would otherwise
 * be dropped silently.
 *
 * @throws {ConfigError} `option_invalid`, naming `methods` or `providers`.
 */
export function readOffer(
  options: Partial<Pick<SignInOffer, 'methods' | 'providers' | 'signUp'>>,
): SignInOffer {
  const { methods, providers, signUp } = { ...DEFAULT_OFFER, ...defined(options) }
  for (const method of methods) {
    if (!METHODS.includes(method)) {
      throw invalid(
        'methods',
        method,
        `The methods are ${METHODS.join(', ')}. Set providers in \`providers\`.`,
      )
    }
  }
  readProviders(providers)
  const isHosted = methods.includes('passkey') && !providers.includes(HOSTED_PAGE)
  return { methods, providers: isHosted ? [...providers, HOSTED_PAGE] : providers, signUp }
}

/**
 * Checks the names of OAuth providers, as the authorize URL spells them.
 *
 * @throws {ConfigError} `option_invalid`, naming `providers`.
 */
export function readProviders(providers: readonly string[]): readonly OAuthProvider[] {
  for (const provider of providers) {
    if (provider !== HOSTED_PAGE && !/^[A-Z][A-Za-z]*OAuth$/.test(provider))
      throw invalid('providers', provider, 'Provider names end in OAuth, such as GoogleOAuth or GitHubOAuth.')
  }
  return providers as readonly OAuthProvider[]
}

function invalid(option: string, value: unknown, hint: string): ConfigError {
  return new ConfigError('option_invalid', `${option}: ${JSON.stringify(value)} does not exist. ${hint}`, {
    option,
  })
}

const defined = <T extends object>(options: T): Partial<T> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>
