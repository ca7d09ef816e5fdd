console.log("postinstall ran");
