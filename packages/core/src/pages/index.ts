export type { AccountAction } from '../account/account-form.ts'
export type { AccessDecision, AccessHandler, AccessRefusal, AccessRequest } from './access.ts'
export { canRedirect, decideAccess, guardRequirement, requestedPage } from './access.ts'
export type { AccountData, AccountFailure, AccountResult } from './account-page.ts'
export { isAccountAction, loadAccountPage, signOut, takeAccountAction } from './account-page.ts'
export type { ProviderTarget } from './authorize-path.ts'
export { authorizePath } from './authorize-path.ts'
export type { DeviceData } from './device-page.ts'
export { loadDevicePage } from './device-page.ts'
export type { FlowHtml, FlowHtmlOptions } from './flow-html.ts'
export { flowHtml } from './flow-html.ts'
export type { FlowData, FlowPageOptions, RefusedFlow } from './flow-page.ts'
export { loadFlowPage, takeFlowAction } from './flow-page.ts'
export type { FlowPagesHandler, FlowPagesOptions } from './flow-pages.ts'
export { createFlowPages } from './flow-pages.ts'
export { readForm, textFields } from './form.ts'
export type { GuardOptions, RequireOptions } from './guard.ts'
export {
  AccessRefusedError,
  AccessStopped,
  CROSS_ORIGIN,
  decideRequest,
  refusalBody,
  refusalResponse,
} from './guard.ts'
export type { Guards, SignedInToOrganization } from './guards.ts'
export { createGuards } from './guards.ts'
export type { AdapterOptions } from './mounted-handler.ts'
export { isOwnPath, mountedHandler, publicPath } from './mounted-handler.ts'
export type {
  PageFailed,
  PageRedirect,
  PageRefused,
  PageResult,
  PageShown,
  PageSignedOut,
  ShownError,
} from './page-result.ts'
export type { RequestAuth } from './respond-as.ts'
export { decideFor, respondAs } from './respond-as.ts'
