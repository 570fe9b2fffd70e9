/** What a public page says of itself where somebody links to it: its picture, and what robots may do with it. */
export { pageHead, type PageHead } from './page-head.ts'
