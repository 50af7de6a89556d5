/** An email in the emulator's inbox. */
export interface EmulatorEmail {
  id: string
  to: string
  kind: string
  code?: string
  token?: string
  url?: string
}

/** What a scenario needs from the local server in addition to the API: its inbox, its clock and its authenticator app. */
export interface EmulatorControl {
  /** Waits for the newest email to an address. Fails if none arrives within five seconds. */
  email(to: string, kind: string): Promise<EmulatorEmail>
  /** Deletes all emails, so that the next one is new. */
  clearEmails(): Promise<void>
  /** The current code of the user's authenticator app. */
  totp(userId: string): Promise<string>
  /** Moves the server's clock forward. */
  advanceClock(seconds: number): Promise<void>
  /** Adds data as a seed file does: connections, policies and other data that the API cannot create. */
  seed(seed: object): Promise<void>
  /** Lets a support member impersonate the user at the next hosted sign-in. */
  impersonate(userId: string, operatorEmail: string, reason: string): Promise<void>
  /** Makes matching calls fail until {@link EmulatorControl.clearFaults} is called. */
  addFault(rule: object): Promise<void>
  clearFaults(): Promise<void>
}

export interface EmulatorControlOptions {
  baseUrl: string
  /** The API key of the environment to control. */
  apiKey: string
  fetch?: typeof fetch
}

/** Calls the control API of a running emulator, over HTTP or in process. */
export function emulatorControl({
  baseUrl,
  apiKey,
  fetch: send = fetch,
}: EmulatorControlOptions): EmulatorControl {
  async function ask<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await send(`${baseUrl}/_emulator/${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} /_emulator/${path} returned ${response.status}: ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }

  return {
    async email(to, kind) {
      const query = new URLSearchParams({ to, kind, wait: '5' })
      const { data } = await ask<{ data: EmulatorEmail[] }>('GET', `emails?${query}`)
      const newest = data.at(-1)
      if (newest === undefined) throw new Error(`No ${kind} email arrived for ${to}`)
      return newest
    },
    clearEmails: () => ask('DELETE', 'emails'),
    totp: async (userId) => (await ask<{ code: string }>('GET', `totp?user_id=${userId}`)).code,
    advanceClock: (seconds) => ask('PUT', 'clock', { advance_seconds: seconds }),
    seed: (seed) => ask('POST', 'seed', seed),
    impersonate: (userId, email, reason) => ask('POST', 'impersonations', { user_id: userId, email, reason }),
    addFault: (rule) => ask('POST', 'faults', rule),
    clearFaults: () => ask('DELETE', 'faults'),
  }
}
