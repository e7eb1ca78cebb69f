/** The axis is that of the frame canvas as well. */
export * from "../ui/time_view";
