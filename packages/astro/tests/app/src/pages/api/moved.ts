export const GET = () => Response.redirect('http://localhost:4321/elsewhere', 307)
