import { resetPasswordPage } from '@latchkey/sveltekit'

export const { load, actions } = resetPasswordPage()
