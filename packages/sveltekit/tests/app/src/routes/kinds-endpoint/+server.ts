export const GET = ({ url }) =>
  url.searchParams.has('redirect')
    ? Response.redirect('https://app.example.com/', 303)
    : new Response('plain')
