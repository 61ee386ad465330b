// Joins the icons we use into one SVG sprite; the drawing style (stroke, size) is in the style sheet.
import { readFileSync } from "node:fs";

const names = [
  "alarm-clock", "arrow-right", "bell", "building-2", "calendar-days", "chart-column", "check",
  "chevron-right", "circle-alert", "circle-check", "circle-pause", "circle-user-round", "clipboard-list",
  "clock", "credit-card", "download", "file-check", "file-text", "files", "folder-open", "inbox", "info",
  "landmark", "log-in", "log-out", "map-pin", "paperclip", "phone", "printer", "qr-code", "search",
  "shield-check", "ship", "stamp", "trash-2", "triangle-alert", "upload", "users", "wallet",
];
const symbols = names.map((name) => {
  const source = readFileSync(`node_modules/lucide-static/icons/${name}.svg`, "utf8");
  const drawing = source.replace(/^[\s\S]*?<svg[^>]*>/, "").replace("</svg>", "");
  return `<symbol id="${name}" viewBox="0 0 24 24">${drawing.replace(/\s*\n\s*/g, "")}</symbol>`;
});
console.log(`<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>`);
