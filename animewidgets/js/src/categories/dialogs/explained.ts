import { KernelError, NoAnswer } from "../../core/channel";
import { UnreadableText } from "../../core/text_files";

/** In words, why a request came to nothing. */
export function explained(error: unknown): string {
  if (error instanceof NoAnswer) return "The kernel does not answer: nothing was done. Try again.";
  if (error instanceof KernelError || error instanceof UnreadableText) return error.message;
  throw error;
}
