/** An email in the emulator's inbox. */
export interface EmulatorEmail {
  id: string
  to: string
  kind: string
  code?: string
  token?: string
  url?: string
}

/** What a scenario asks of the local server besides the API itself: its inbox, its clock, its authenticator. */
export interface EmulatorControl {
  /** Waits for the newest mail to an address; fails when none comes within five seconds. */
  email(to: string, kind: string): Promise<EmulatorEmail>
  /** Deletes all emails, so that the next one is new. */
  clearEmails(): Promise<void>
  /** The code that the user's authenticator app shows now. */
  totp(userId: string): Promise<string>
  /** Moves the server's clock forward. */
  advanceClock(seconds: number): Promise<void>
  /** Adds what a seed file would: connections, policies and what else the API cannot make. */
  seed(seed: object): Promise<void>
  /** Lets a support member impersonate the user at the next hosted sign-in. */
  impersonate(userId: string, operatorEmail: string, reason: string): Promise<void>
  /** Makes calls fail until {@link EmulatorControl.clearFaults}. */
  addFault(rule: object): Promise<void>
  clearFaults(): Promise<void>
}

export interface EmulatorControlOptions {
  baseUrl: string
  /** Of the environment to control. */
  apiKey: string
  fetch?: typeof fetch
}

/** Talks to the control API of a running emulator, over HTTP or in process. */
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
    if (!response.ok) throw new Error(`${method} /_emulator/${path} answered ${response.status}: ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }

  return {
    async email(to, kind) {
      const query = new URLSearchParams({ to, kind, wait: '5' })
      const { data } = await ask<{ data: EmulatorEmail[] }>('GET', `emails?${query}`)
      const newest = data.at(-1)
      if (newest === undefined) throw new Error(`No ${kind} mail arrived for ${to}`)
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
