/** What is counted while the soak runs. */
export interface Tally {
  requests: number
  /** Refresh tokens sent to the API. */
  exchanges: number
  /** Of those, sent although the same token was under way, or had already been answered in good order. */
  duplicates: number
  /** Requests whose user is unknown: the API did not respond, and the token had expired. */
  stale: number
  /** Users signed out though neither they nor the API had ended the session. */
  wrongfulSignOuts: number
  /** Users signed out because a lost response could not be requested again before the API's window closed. */
  overdueSignOuts: number
  /** Users signed out because they or the API had ended the session. */
  rightfulSignOuts: number
  /** Requests let in as another user, or with a cookie from before a sign-out. */
  wronglyLetIn: number
  /** Refusals and failures that say what they are. */
  typedErrors: number
  untypedErrors: number
  /** The first few of the worst, for the investigation. */
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
