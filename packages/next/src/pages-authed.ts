import type { ServerResponse } from 'node:http'
import { routerPath } from '@latchkey/core'
import { keepPersonal } from '@latchkey/core/node'
import type {
  AuthHandler,
  Guards,
  Requirement,
  RequireOptions,
  SignedIn,
  SignedInToOrganization,
} from '@latchkey/core/server'
import {
  AccessRefusedError,
  AccessStopped,
  CROSS_ORIGIN,
  createGuards,
  decideRequest,
  guardRequirement,
  readRequirement,
  refusalBody,
} from '@latchkey/core/server'
import type {
  GetServerSidePropsContext,
  GetServerSidePropsResult,
  NextApiHandler,
  NextApiRequest,
  NextApiResponse,
} from 'next'
import type { PagesContext, PagesRequest } from './pages-request.ts'

/**
 * Guards for code that runs inside `authed.props` and `authed.api`, such as data functions with their own requirement. Each
 * returns the user. `authed` handles what they throw for everyone else; elsewhere it is an error.
 */
export type PagesGuards = Guards<[context: PagesContext], Promise<SignedIn>, Promise<SignedInToOrganization>>

/** Pages and API routes for signed-in users only. */
export interface PagesAuthedFunctions {
  /**
   * Creates the `getServerSideProps` of a page: `export const getServerSideProps = authed.props(async (context, { user }) =>
   * …)`. Visitors are redirected to the sign-in page and back; a user who is not allowed gets the not-found page. If the
   * session cannot be checked, the response is 503 and the user stays signed in. Forms from other sites are refused.
   */
  props<Props extends object>(
    run: (
      context: GetServerSidePropsContext,
      auth: SignedIn,
    ) => GetServerSidePropsResult<Props> | Promise<GetServerSidePropsResult<Props>>,
  ): (context: GetServerSidePropsContext) => Promise<GetServerSidePropsResult<Props>>
  /**
   * Creates an API route: `export default authed.api((req, res, { user }) => …)`. Browsers are redirected to the sign-in page
   * and back; scripts get 401, 403 or 503 with `{ error: { code, message } }`. State-changing requests from other sites are
   * refused.
   */
  api<Body = unknown>(
    run: (req: NextApiRequest, res: NextApiResponse<Body>, auth: SignedIn) => unknown,
  ): NextApiHandler<Body>
}

/** Pages and API routes for signed-in users only. */
export interface PagesAuthed extends PagesAuthedFunctions {
  /**
   * The same, only for users who meet a requirement, such as `{ permission: 'projects:write' }`.
   *
   * @throws {ConfigError} `option_invalid` for an empty requirement.
   */
  with(requirement: Requirement, options?: RequireOptions): PagesAuthedFunctions
}

type RequestOf = (context: PagesContext) => Promise<PagesRequest>

const HINT = 'In the Pages Router, guards work within authed.props() and authed.api().'

export const createPagesGuards = (requestOf: RequestOf, organizationPath: string | undefined): PagesGuards =>
  createGuards<[context: PagesContext], Promise<SignedIn>, Promise<SignedInToOrganization>>(
    1,
    async ([context], requirement, { returnTo, onMissing }) => {
      const { handler, auth, request, page } = await requestOf(context)
      const decision = decideRequest(handler, auth, requirement, request, {
        onMissing,
        organizationPath,
        returnTo: returnTo ?? page,
        isFollowed: page === undefined ? undefined : true,
      })
      if (decision.outcome === 'allowed') return decision.auth
      throw new AccessStopped(decision, HINT)
    },
  )

export function createPagesAuthed(requestOf: RequestOf, { requireAccess }: PagesGuards): PagesAuthed {
  const functionsFor = (requirement: Requirement, options: RequireOptions = {}): PagesAuthedFunctions => {
    async function pass(context: PagesContext): Promise<SignedIn> {
      const { handler, request } = await requestOf(context)
      if (!handler.isSameOrigin(request)) throw new AccessStopped(CROSS_ORIGIN)
      return requireAccess(context, requirement, options)
    }
    return {
      props: (run) => async (context) => {
        try {
          return await run(context, await pass(context))
        } catch (error) {
          if (!(error instanceof AccessStopped)) throw error
          const { handler } = await requestOf(context)
          return pageOf(error.decision, handler, context.res, options)
        }
      },
      api: (run) => async (req, res) => {
        try {
          await run(req, res, await pass({ req, res }))
        } catch (error) {
          if (!(error instanceof AccessStopped) || res.headersSent) throw error
          sendDecision(error.decision, res)
        }
      },
    }
  }
  return {
    ...functionsFor({}),
    with(requirement, options = {}) {
      const { returnTo, onMissing } = options
      const whole = guardRequirement(requirement, options)
      return functionsFor(readRequirement(whole, 'authed.with'), { returnTo, onMissing })
    },
  }
}

type Stop = AccessStopped['decision']

/** Converts a refusal to the result that Next expects from a page. */
function pageOf(
  decision: Stop,
  { appPath }: AuthHandler,
  res: ServerResponse,
  { onMissing }: RequireOptions,
): GetServerSidePropsResult<never> {
  // A cached redirect would send signed-in users to the sign-in page.
  keepPersonal(res)
  // Next adds its `basePath`. A POST must not be repeated at the redirect's target.
  if (decision.outcome === 'redirect')
    return { redirect: { destination: routerPath(appPath, decision.location), statusCode: 303 } }
  const isForbidden = decision.status === 403 && decision.code !== 'cross_origin'
  if (isForbidden && onMissing !== 'error') return { notFound: true }
  const { status, headers, message } = new AccessRefusedError(decision)
  // Next turns everything that is thrown into a 500, and does not touch a response that has been sent.
  res.writeHead(status, { ...headers, 'content-type': 'text/plain; charset=utf-8' }).end(message)
  return { props: {} as never }
}

function sendDecision(decision: Stop, res: NextApiResponse): void {
  keepPersonal(res)
  if (decision.outcome === 'redirect') return void res.redirect(303, decision.location)
  const { status, headers } = new AccessRefusedError(decision)
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value)
  res.status(status).json(refusalBody(decision))
}
