from congvu.cli.main import main

main()
