/** In the address of a form's action: the user on whose page it was begun. Empty where nobody was signed in. */
export const BEGUN_BY = 'lk-user'
