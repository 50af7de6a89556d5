/** In the address of a form's action: the user on whose page it was begun. Empty where nobody was signed in. */
export const BEGUN_BY = 'lk-user'

/** What the user of another tab's session is told of a form that was begun as another user. */
export const begunByAnother = (email: string): string =>
  `You are signed in as ${email} now, and began this form as another user. Nothing was saved.`
