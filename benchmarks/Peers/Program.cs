using NormNet.Peers;

return PeersProgram.Run(args);
