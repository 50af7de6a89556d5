/** What is counted while the soak runs. */
export interface Tally {
  requests: number
  /** Refresh tokens sent to the service. */
  exchanges: number
  /** Of those, sent although the same token was under way, or had already been answered in good order. */
  duplicates: number
  /** Requests that could not be told who they are from: the service did not answer, and the token had run out. */
  stale: number
  /** People signed out though neither they nor the service had ended the session. */
  wrongfulSignOuts: number
  /** People signed out because a lost answer could not be asked for again before the service's window closed. */
  overdueSignOuts: number
  /** People signed out because they or the service had ended the session. */
  rightfulSignOuts: number
  /** Requests let in as somebody else, or with a cookie from before a sign-out. */
  wronglyLetIn: number
  /** Refusals and failures that say what they are. */
  typedErrors: number
  untypedErrors: number
  /** The first few of the worst, for whoever has to find out. */
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
