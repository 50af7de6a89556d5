/** The page of a component that is rendered on its own. */
export const page = {
  url: new URL('https://app.example.com/'),
  params: {},
  route: { id: null },
  status: 200,
  error: null,
  data: {},
  form: null,
  state: {},
}
