export { action, loader } from '@latchkey/react-router/route'
