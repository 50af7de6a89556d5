/** The URL parameter of a form's action that names the user who opened the form. Empty if no user was signed in. */
export const BEGUN_BY = 'lk-user'

/** The message for a form that was opened by one user and submitted by another, who signed in in another tab. */
export const begunByAnother = (email: string): string =>
  `You are now signed in as ${email}, but opened this form as another user. Nothing was saved.`
