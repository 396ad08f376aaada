// Development only: loads the page again when Trunk has built a new version, and says so when it could not.
const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/.well-known/trunk/ws`);
socket.onmessage = (message) => {
  const { type, data } = JSON.parse(message.data);
  if (type === "reload") location.reload();
  else console.error("The build failed.", data?.reason ?? "");
};
