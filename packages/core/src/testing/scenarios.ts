import type { Client } from '../api/index.ts'
import type { Driver, SiteDriver } from './driver.ts'
import type { EmulatorControl } from './emulator-control.ts'

/** The fixture that a scenario receives. */
export interface ScenarioFixture {
  driver: Driver
  /** The browser of another user, or a second one of the same user. */
  otherDriver(): Promise<Driver>
  /** The API client, to prepare data. */
  client: Client
  emulator: EmulatorControl
  /** An email address that has not been used yet. */
  freshEmail(name: string): string
  /** Compares two values, and fails with a message if they differ. */
  expect(actual: unknown, expected: unknown, what: string): void
}

/** The fixture that a scenario for a whole site receives. */
export interface SiteFixture extends ScenarioFixture {
  driver: SiteDriver
  /** Signs the user in on another device and approves the code there, on the hosted page. */
  approveDevice(userCode: string, verificationUri: string, email: string, password: string): Promise<void>
}

/** One flow from the user's point of view. */
export interface Scenario<Fixture extends ScenarioFixture = ScenarioFixture> {
  id: string
  title: string
  run(fixture: Fixture): Promise<void>
}

const PASSWORD = 'lantern-quartz-meadow-42'
const NEW_PASSWORD = 'copper-harbour-violet-77'

async function createUser(fixture: ScenarioFixture, name: string, more: { emailVerified?: boolean } = {}) {
  const email = fixture.freshEmail(name)
  const user = await fixture.client.createUser({
    email,
    password: PASSWORD,
    firstName: name,
    emailVerified: true,
    ...more,
  })
  return { email, userId: user.id }
}

async function signIn({ driver }: ScenarioFixture, email: string, password = PASSWORD) {
  await driver.open('sign-in')
  await driver.act('password', { email, password })
}

async function expectSignedIn(fixture: ScenarioFixture, email: string, driver: Driver = fixture.driver) {
  fixture.expect(await driver.step(), 'complete', 'the step')
  fixture.expect(await driver.signedInAs(), email, 'who is signed in')
}

async function expectError(fixture: ScenarioFixture, code: string) {
  fixture.expect(await fixture.driver.errorCode(), code, 'the error')
  fixture.expect(await fixture.driver.signedInAs(), undefined, 'who is signed in')
}

async function joinOrganization(fixture: ScenarioFixture, userId: string, name: string, roleSlug = 'member') {
  const { id } = await fixture.client.createOrganization({ name })
  await fixture.client.createOrganizationMembership({ organizationId: id, userId, roleSlug })
  return id
}

/** Every flow, once. Names are unique, so several scenarios can run in one environment. */
export const scenarios: readonly Scenario[] = [
  {
    id: 'sign-up',
    title: 'signs up, verifies the email address with the code, and is signed in',
    async run(fixture) {
      const email = fixture.freshEmail('ada')
      await fixture.driver.open('sign-up')
      await fixture.driver.act('sign-up', { email, password: PASSWORD, firstName: 'Ada', lastName: 'Byron' })
      fixture.expect(await fixture.driver.step(), 'verify-email', 'the step')
      const { code } = await fixture.emulator.email(email, 'email_verification')
      await fixture.driver.act('verify-email', { code })
      await expectSignedIn(fixture, email)
    },
  },
  {
    id: 'sign-up-taken',
    title:
      'signs up with an existing email address, sees the same page, and receives an email that explains why',
    async run(fixture) {
      const { email } = await createUser(fixture, 'taken')
      await fixture.emulator.clearEmails()
      await fixture.driver.open('sign-up')
      await fixture.driver.act('sign-up', { email, password: NEW_PASSWORD, firstName: 'Eve', lastName: '' })
      fixture.expect(await fixture.driver.step(), 'verify-email', 'the step')
      fixture.expect(await fixture.driver.errorCode(), undefined, 'the error')
      const { code } = await fixture.emulator.email(email, 'magic_auth')
      await fixture.driver.act('verify-email', { code })
      await expectSignedIn(fixture, email)
    },
  },
  {
    id: 'password',
    title: 'signs in with a password',
    async run(fixture) {
      const { email } = await createUser(fixture, 'grace')
      await signIn(fixture, email)
      await expectSignedIn(fixture, email)
    },
  },
  {
    id: 'wrong-password',
    title: 'enters a wrong password, then signs in with the right one',
    async run(fixture) {
      const { email } = await createUser(fixture, 'joan')
      await signIn(fixture, email, 'not-the-password')
      await expectError(fixture, 'invalid_credentials')
      await fixture.driver.act('password', { email, password: PASSWORD })
      await expectSignedIn(fixture, email)
    },
  },
  {
    id: 'unverified',
    title: 'signs in with an unverified email address, requests another code, and verifies the address',
    async run(fixture) {
      const { email } = await createUser(fixture, 'unverified', { emailVerified: false })
      await signIn(fixture, email)
      fixture.expect(await fixture.driver.step(), 'verify-email', 'the step')
      await fixture.emulator.email(email, 'email_verification')
      await fixture.emulator.clearEmails()
      await fixture.driver.act('resend')
      const { code } = await fixture.emulator.email(email, 'email_verification')
      await fixture.driver.act('verify-email', { code })
      await expectSignedIn(fixture, email)
    },
  },
  {
    id: 'code',
    title: 'signs in with an emailed code',
    async run(fixture) {
      const { email } = await createUser(fixture, 'hedy')
      await fixture.driver.open('sign-in')
      await fixture.driver.act('send-code', { email })
      fixture.expect(await fixture.driver.step(), 'code', 'the step')
      const { code } = await fixture.emulator.email(email, 'magic_auth')
      await fixture.driver.act('code', { code })
      await expectSignedIn(fixture, email)
    },
  },
  {
    id: 'wrong-code',
    title: 'mistypes the code five times and needs a new one',
    async run(fixture) {
      const { email } = await createUser(fixture, 'mary')
      await fixture.driver.open('sign-in')
      await fixture.driver.act('send-code', { email })
      const { code = '' } = await fixture.emulator.email(email, 'magic_auth')
      const wrong = code === '000000' ? '111111' : '000000'
      for (let attempt = 0; attempt < 5; attempt += 1) await fixture.driver.act('code', { code: wrong })
      await fixture.driver.act('code', { code })
      await expectError(fixture, 'one_time_code_too_many_attempts')
      await fixture.emulator.clearEmails()
      await fixture.driver.act('send-code', { email })
      const second = await fixture.emulator.email(email, 'magic_auth')
      await fixture.driver.act('code', { code: second.code })
      await expectSignedIn(fixture, email)
    },
  },
  {
    id: 'expired-code',
    title: 'enters an expired code and sees why it is refused',
    async run(fixture) {
      const { email } = await createUser(fixture, 'rosa')
      await fixture.driver.open('sign-in')
      await fixture.driver.act('send-code', { email })
      const { code } = await fixture.emulator.email(email, 'magic_auth')
      await fixture.emulator.advanceClock(11 * 60)
      await fixture.driver.act('code', { code })
      const error = await fixture.driver.errorCode()
      // A server that shares the emulator's clock expires the whole attempt; otherwise only the code expires.
      fixture.expect(
        error === 'one_time_code_expired' || error === 'flow_not_found',
        true,
        `the error ${error}`,
      )
      fixture.expect(await fixture.driver.signedInAs(), undefined, 'who is signed in')
    },
  },
  {
    id: 'reset-password',
    title: 'forgets the password, chooses a new one with the emailed link, and is signed in',
    async run(fixture) {
      const { email } = await createUser(fixture, 'karen')
      await fixture.driver.open('reset-password')
      await fixture.driver.act('forgot', { email })
      fixture.expect(await fixture.driver.step(), 'forgot-sent', 'the step')
      const { token } = await fixture.emulator.email(email, 'password_reset')
      await fixture.driver.open('reset-password', { token })
      await fixture.driver.act('reset', { token, newPassword: 'short' })
      fixture.expect(await fixture.driver.errorCode(), 'password_strength_error', 'the error')
      // The form does not ask for the link's token again.
      await fixture.driver.act('reset', { newPassword: NEW_PASSWORD })
      await expectSignedIn(fixture, email)
      await fixture.driver.signOut()
      await signIn(fixture, email, NEW_PASSWORD)
      await expectSignedIn(fixture, email)
    },
  },
  {
    id: 'reset-unknown',
    title: 'requests a password reset for an unknown email address and sees the same page',
    async run(fixture) {
      await fixture.driver.open('reset-password')
      await fixture.driver.act('forgot', { email: fixture.freshEmail('nobody') })
      fixture.expect(await fixture.driver.step(), 'forgot-sent', 'the step')
      fixture.expect(await fixture.driver.errorCode(), undefined, 'the error')
    },
  },
  {
    id: 'totp',
    title: 'sets up an authenticator app, signs out, and is asked for its code',
    async run(fixture) {
      const { email, userId } = await createUser(fixture, 'radia')
      await signIn(fixture, email)
      await expectSignedIn(fixture, email)
      await fixture.driver.enrollTotp(() => fixture.emulator.totp(userId))
      await fixture.driver.signOut()
      await fixture.emulator.advanceClock(60)
      await signIn(fixture, email)
      fixture.expect(await fixture.driver.step(), 'mfa-challenge', 'the step')
      await fixture.driver.act('mfa-verify', { code: '000000' })
      await expectError(fixture, 'invalid_one_time_code')
      await fixture.driver.act('mfa-verify', { code: await fixture.emulator.totp(userId) })
      await expectSignedIn(fixture, email)
    },
  },
  {
    id: 'organizations',
    title: 'chooses one of two organizations at sign-in, and switches to the other',
    async run(fixture) {
      const { email, userId } = await createUser(fixture, 'barbara')
      const orchard = await joinOrganization(fixture, userId, `Orchard ${email}`)
      await joinOrganization(fixture, userId, `Harbour ${email}`)
      await signIn(fixture, email)
      fixture.expect(await fixture.driver.step(), 'select-organization', 'the step')
      await fixture.driver.act('organization', { organizationId: orchard })
      await expectSignedIn(fixture, email)
      fixture.expect(await fixture.driver.currentOrganization(), `Orchard ${email}`, 'the organization')
      await fixture.driver.switchOrganization(`Harbour ${email}`)
      fixture.expect(await fixture.driver.currentOrganization(), `Harbour ${email}`, 'the organization')
    },
  },
  {
    id: 'oauth',
    title: 'signs in with a social provider',
    async run(fixture) {
      const email = fixture.freshEmail('annie')
      await fixture.driver.open('sign-in')
      await fixture.driver.authorize({ provider: 'GoogleOAuth' }, email)
      await expectSignedIn(fixture, email)
    },
  },
  {
    id: 'sso',
    title: 'is redirected to the organization’s identity provider, and returns signed in',
    async run(fixture) {
      const { email } = await createUser(fixture, 'sven')
      const name = `Initech ${email}`
      await fixture.emulator.seed({
        organizations: [{ name, policy: { sso_required: true }, members: [{ email }] }],
        connections: [{ organization: name, profiles: [{ email }] }],
      })
      await signIn(fixture, email)
      fixture.expect(await fixture.driver.step(), 'sso-required', 'the step')
      await fixture.driver.authorize('offered', email)
      await expectSignedIn(fixture, email)
      fixture.expect(await fixture.driver.currentOrganization(), name, 'the organization')
    },
  },
  {
    id: 'invitation',
    title: 'opens an invitation, creates an account with it, and joins the organization',
    async run(fixture) {
      const email = fixture.freshEmail('invited')
      const { id: organizationId } = await fixture.client.createOrganization({ name: `Meadow ${email}` })
      await fixture.client.sendInvitation({ email, organizationId })
      const { token } = await fixture.emulator.email(email, 'invitation')
      await fixture.driver.open('invitation', { token })
      fixture.expect(await fixture.driver.step(), 'invitation', 'the step')
      await fixture.driver.act('sign-up', { email, password: PASSWORD, firstName: 'Ida', lastName: 'Rhodes' })
      if ((await fixture.driver.step()) === 'verify-email') {
        const { code } = await fixture.emulator.email(email, 'email_verification')
        await fixture.driver.act('verify-email', { code })
      }
      await expectSignedIn(fixture, email)
      fixture.expect(await fixture.driver.currentOrganization(), `Meadow ${email}`, 'the organization')
    },
  },
  {
    id: 'refresh',
    title: 'stays signed in when the access token expires',
    async run(fixture) {
      const { email } = await createUser(fixture, 'margaret')
      await signIn(fixture, email)
      await expectSignedIn(fixture, email)
      await fixture.emulator.advanceClock(6 * 60)
      fixture.expect(await fixture.driver.signedInAs(), email, 'who is signed in')
    },
  },
  {
    id: 'revoke-elsewhere',
    title: 'ends the session of another browser',
    async run(fixture) {
      const { email } = await createUser(fixture, 'evelyn')
      const other = await fixture.otherDriver()
      await signIn({ ...fixture, driver: other }, email)
      await signIn(fixture, email)
      await expectSignedIn(fixture, email)
      await fixture.driver.revokeOtherSessions()
      await fixture.emulator.advanceClock(6 * 60)
      fixture.expect(await other.signedInAs(), undefined, 'who is signed in elsewhere')
      fixture.expect(await fixture.driver.signedInAs(), email, 'who is signed in here')
    },
  },
  {
    id: 'sign-out',
    title: 'signs out',
    async run(fixture) {
      const { email } = await createUser(fixture, 'dorothy')
      await signIn(fixture, email)
      await expectSignedIn(fixture, email)
      await fixture.driver.signOut()
      fixture.expect(await fixture.driver.signedInAs(), undefined, 'who is signed in')
    },
  },
  {
    id: 'rate-limited',
    title: 'is asked to wait after too many attempts',
    async run(fixture) {
      const { email } = await createUser(fixture, 'stephanie')
      await fixture.driver.open('sign-in')
      await fixture.emulator.addFault({
        path: '/user_management/authenticate',
        respond: { status: 429, body: { error: 'too_many_requests', error_description: 'Slow down.' } },
      })
      await fixture.driver.act('password', { email, password: PASSWORD })
      await fixture.emulator.clearFaults()
      await expectError(fixture, 'rate_limited')
      await fixture.driver.act('password', { email, password: PASSWORD })
      await expectSignedIn(fixture, email)
    },
  },
  {
    id: 'way-on',
    title: 'continues on the hosted page when the API requires a step that the app does not support',
    async run(fixture) {
      const { email } = await createUser(fixture, 'perpetua')
      await fixture.driver.open('sign-in')
      await fixture.emulator.addFault({
        path: '/user_management/authenticate',
        respond: { status: 403, body: { code: 'retina_scan_required', message: 'Look here.' } },
      })
      await fixture.driver.act('password', { email, password: PASSWORD })
      await fixture.emulator.clearFaults()
      fixture.expect(await fixture.driver.step(), 'unknown', 'the step')
      await fixture.driver.authorize({ provider: 'authkit' }, email, PASSWORD)
      await expectSignedIn(fixture, email)
    },
  },
  {
    id: 'service-down',
    title: 'sees that the API is unavailable, then signs in',
    async run(fixture) {
      const { email } = await createUser(fixture, 'frances')
      await fixture.driver.open('sign-in')
      await fixture.emulator.addFault({ path: '/user_management/authenticate', respond: { status: 503 } })
      await fixture.driver.act('password', { email, password: PASSWORD })
      await fixture.emulator.clearFaults()
      await expectError(fixture, 'service_unavailable')
      await fixture.driver.act('password', { email, password: PASSWORD })
      await expectSignedIn(fixture, email)
    },
  },
]

/** The flows that need a whole site: its page for a device's code, and the hosted sign-in page. */
export const siteScenarios: readonly Scenario<SiteFixture>[] = [
  {
    id: 'device',
    title: 'signs a browser in by approving its code on another device',
    async run(fixture) {
      const { email } = await createUser(fixture, 'lynn')
      await fixture.driver.signInFromDevice((userCode, uri) =>
        fixture.approveDevice(userCode, uri, email, PASSWORD),
      )
      await expectSignedIn(fixture, email)
    },
  },
  {
    id: 'impersonation',
    title: 'shows which member of the support team is signed in as the user',
    async run(fixture) {
      const { email, userId } = await createUser(fixture, 'shafi')
      await fixture.emulator.impersonate(userId, 'support@latchkey.example', 'A question about an invoice')
      await fixture.driver.open('sign-in')
      await fixture.driver.authorize({ provider: 'authkit' }, email)
      await expectSignedIn(fixture, email)
      fixture.expect(await fixture.driver.impersonatedBy(), 'support@latchkey.example', 'the impersonator')
    },
  },
]
