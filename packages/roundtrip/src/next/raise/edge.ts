export { raising } from "#runs/fire/edge-visit.js";
