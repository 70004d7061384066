export { type EdgeRaising, raising } from "#runs/fire/edge-visit.js";
