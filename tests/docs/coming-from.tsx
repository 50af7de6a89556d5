import {
  AuthProvider,
  Protect,
  RedirectToSignIn,
  Show,
  SignedIn,
  SignedOut,
  useAuth,
  useOrganization,
  useOrganizationList,
  useReverification,
  useUser,
} from '@latchkey/react'
import { de } from '@latchkey/react/locales/de'
import {
  Impersonation,
  OrganizationSwitcher,
  SignIn,
  SignUp,
  UserButton,
  UserProfile,
} from '@latchkey/react/ui'

/**
 * The tables "Coming from somewhere else" in `packages/react/README.md` as code: the first cell of each row, and the code in
 * its second cell. It is compiled but never run.
 */
export const ROWS: Readonly<Record<string, () => unknown>> = {
  '<ClerkProvider publishableKey>': () => <AuthProvider>page</AuthProvider>,
  'useAuth useUser useOrganization useOrganizationList useReverification': () => [
    useAuth(),
    useUser(),
    useOrganization(),
    useOrganizationList(),
    useReverification,
  ],
  '<Show> <SignedIn> <SignedOut> <Protect> <RedirectToSignIn>': () => (
    <>
      <Show when="signed-in" pending="…" />
      <SignedIn>in</SignedIn>
      <SignedOut>out</SignedOut>
      <Protect permission="billing:read">accounts</Protect>
      <RedirectToSignIn />
    </>
  ),
  '<SignIn> <SignUp> <UserButton> <UserProfile> <OrganizationSwitcher>': () => [
    <SignIn key="in" />,
    <SignUp key="up" />,
    <UserButton key="button" />,
    <UserProfile key="profile" />,
    <OrganizationSwitcher key="switcher" />,
  ],
  'appearance.elements · appearance.variables': () => (
    <AuthProvider classNames={{ card: 'mine' }}>page</AuthProvider>
  ),
  localization: () => <AuthProvider locale={de}>page</AuthProvider>,
  'getToken()': () => useAuth().getToken(),
  '<AuthKitProvider clientId apiHostname>': () => <AuthProvider>page</AuthProvider>,
  'useAuth(): isLoading user role roles organizationId permissions featureFlags impersonator signIn signUp signOut':
    () => {
      const { isLoading, signIn, signUp, signOut, ...auth } = useAuth()
      if (!auth.isSignedIn) return [isLoading, signIn, signUp, signOut]
      const { user, role, roles, organizationId, permissions, featureFlags, impersonator } = auth
      return [user, role, roles, organizationId, permissions, featureFlags, impersonator]
    },
  'getAccessToken() · switchToOrganization({ organizationId })': () => {
    const { getAccessToken, getToken, switchToOrganization, switchOrganization } = useAuth()
    switchOrganization({ organizationId: 'org_01' })
    return [getAccessToken(), getToken(), switchToOrganization({ organizationId: 'org_01' })]
  },
  '<Impersonation>': () => <Impersonation />,
  'redirect to the hosted page': () => <SignIn />,
}
