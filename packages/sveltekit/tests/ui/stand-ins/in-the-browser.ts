/** Functions of `$app/forms` and `$app/navigation` that a component calls after it has been rendered. */
const inTheBrowser = () => {
  throw new Error('A component that is rendered on the server does not do this.')
}
export const enhance = inTheBrowser
export const applyAction = inTheBrowser
export const goto = inTheBrowser
export const invalidate = inTheBrowser
export const invalidateAll = inTheBrowser
export const afterNavigate = inTheBrowser
