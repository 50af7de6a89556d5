/** The counters of a soak. */
export interface Tally {
  requests: number
  /** Refresh tokens sent to the API. */
  exchanges: number
  /** Of those, tokens that were already in progress or had already had a complete response. */
  duplicates: number
  /** Requests whose user is unknown: the API did not respond, and the token had expired. */
  stale: number
  /** Users who were signed out although neither they nor the API had ended the session. */
  wrongfulSignOuts: number
  /** Users signed out because a lost response could not be requested again before the API's window closed. */
  overdueSignOuts: number
  /** Users signed out because they or the API had ended the session. */
  rightfulSignOuts: number
  /** Requests let in as another user, or with a cookie from before a sign-out. */
  wronglyLetIn: number
  /** Refusals and failures with a known code. */
  typedErrors: number
  untypedErrors: number
  /** The first few of the most severe events, for investigation. */
  remarks: string[]
}

export const emptyTally = (): Tally => ({
  requests: 0,
  exchanges: 0,
  duplicates: 0,
  stale: 0,
  wrongfulSignOuts: 0,
  overdueSignOuts: 0,
  rightfulSignOuts: 0,
  wronglyLetIn: 0,
  typedErrors: 0,
  untypedErrors: 0,
  remarks: [],
})

const MOST_REMARKS = 5

export function remark(tally: Tally, text: string): void {
  if (tally.remarks.length < MOST_REMARKS) tally.remarks.push(text)
}
