export { drawRuler } from "../../ui/time_ruler";
