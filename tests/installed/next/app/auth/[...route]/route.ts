import { authHandler } from '../../handler'

const handle = (request: Request) => authHandler().handle(request)

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST }
